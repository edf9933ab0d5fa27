"""Words of real lengths for rows that nobody will read."""

FIRST = ["Adele", "Benita", "Corin", "Delphine", "Edgar", "Fenella", "Giles", "Hester", "Ivo", "Jocelyn", "Kalpana"]
LAST = ["Abernethy", "Birtwhistle", "Cattermole", "Drewitt", "Eastlake", "Farnaby", "Gathercole", "Hebden", "Inskip"]
PLACES = ["Alder Row", "Brindle Green", "Cinder Bank", "Dovecote", "Eel Pie Lane", "Fuller’s Yard", "Gorse Hill"]
BODIES = ["Community Centre", "Primary School", "Housing", "Residents’ Association", "Medical Practice", "Council"]
ROLES = [
    "link worker",
    "neighbourhood housing officer",
    "public health consultant",
    "volunteer coordinator",
    "community organiser",
    "head of libraries and spaces",
    "vicar",
    "ward councillor",
]
OFFERS = ["free rooms after 5pm", "local health figures in plain words", "a van on weekdays", "half an hour on any bid"]
ASKS = ["groups that welcome someone shy", "someone from housing who picks up the phone", "a plumber who likes cake"]
THEMES = [
    "Food without forms",
    "Whose need is it?",
    "Sharing data safely",
    "Two benches by the stove",
    "Getting about",
    "The bus that came back",
    "Someone to sit with",
    "Good coffee, early",
]
ACTS = [
    "ring 10 tenants over 75 I have never spoken to and ask what they would like, with no form",
    "visit both food groups on the estate and say in person what we can lend",
    "hold one table for any service that wants to sit and chat",
    "get everyone who shares the water round one picnic table",
    "keep two benches free for people the practice sends",
    "train hub volunteers in safeguarding, free, at hours that suit them",
    "pour tea on Saturday",
]
SENTENCES = [
    "People were shut in and short of food, and nobody had a list of who they were or what they could eat.",
    "The hall was lent with no end date, and by the second week it had shelves, a rota and a very old kettle.",
    "She rang every house on the road, asked one question and wrote down the answer in the words she was given.",
    "It was not all smooth, because two services had each been told by the other that it could not be done.",
    "We met on a Tuesday, over soup, with the map on the table and nobody’s logo on the wall.",
    "The form went from nine pages to one, and the one page had more white on it than any of us had seen before.",
    "Seven people came the first time and thirty-one the fourth, which was more chairs than the room had.",
    "Nobody asked who would pay until the third month, and by then there was something worth paying for.",
    "He had not been out since the spring, so the first visit was a walk to the gate and back, and a biscuit.",
    "What surprised us was how little of it was new: most people had known each other’s names for years.",
    "The manager said yes on a Friday and stood behind it on the Monday, when the questions came.",
    "Some of it did not work, and we said so at the next meeting, before anybody had to find out.",
    "By summer the school, the surgery and the shed were sending people to one another without being asked.",
]
