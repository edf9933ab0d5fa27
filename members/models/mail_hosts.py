"""Email domains that say nothing of where a person works: anybody, or many organisations, have addresses there."""

FOR_ANYBODY = {
    "aol.com", "aol.co.uk", "blueyonder.co.uk", "bt.com", "btinternet.com", "btopenworld.com", "duck.com",
    "fastmail.com", "gmail.com", "gmx.co.uk", "gmx.com", "googlemail.com", "hey.com", "hotmail.co.uk",
    "hotmail.com", "icloud.com", "live.co.uk", "live.com", "mac.com", "mail.com", "me.com", "msn.com",
    "ntlworld.com", "o2.co.uk", "outlook.co.uk", "outlook.com", "pm.me", "proton.me", "protonmail.com",
    "qq.com", "rocketmail.com", "sky.com", "talk21.com", "talktalk.net", "tiscali.co.uk", "tutanota.com",
    "virginmedia.com", "yahoo.co.uk", "yahoo.com", "yandex.com", "ymail.com", "zoho.com",
}  # fmt: skip
FOR_MANY = {
    "ac.uk", "co.uk", "gov.uk", "gov.scot", "gov.wales", "net.uk", "nhs.net", "nhs.scot", "nhs.uk", "org.uk",
    "police.uk", "sch.uk",
}  # fmt: skip
