// Passkeys, on the pages that sign people in. All of these pages work without this script: by a code.
const able = "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(location.hostname);

// Until every browser has parseCreationOptionsFromJSON and toJSON, the bytes are turned here.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function readable({ publicKey }) {
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
  options.excludeCredentials = keys(options.excludeCredentials);
  options.allowCredentials = keys(options.allowCredentials);
  return options;
}

function sendable(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults };
}

// A challenge of the server's, for one use.
async function optionsFor(form) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(form.dataset.passkeyOptions, { method: "POST", body });
  if (!answer.ok) throw new Error(answer.status);
  return readable(await answer.json());
}

function send(form, credential) {
  form.elements.credential.value = JSON.stringify(sendable(credential));
  form.submit();
}

// A person who presses "Cancel" knows it; what else went wrong is said in the page.
function say(form, error) {
  const said = form.querySelector("[data-passkey-said]");
  if (said && error.name !== "AbortError") said.textContent = said.dataset.passkeySaid;
}

let waiting = null;

async function ask(form, how) {
  if (waiting) waiting.abort();
  waiting = new AbortController();
  const wanted = { publicKey: await optionsFor(form), signal: waiting.signal };
  const isNew = form.dataset.passkey === "make";
  return isNew ? navigator.credentials.create(wanted) : navigator.credentials.get({ ...wanted, ...how });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!able) break;
  for (const hidden of form.querySelectorAll("[data-passkey-shown]")) hidden.hidden = false;
  for (const hint of document.querySelectorAll("[data-passkey-none]")) hint.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      send(form, await ask(form));
    } catch (error) {
      say(form, error);
    }
  });
}

// On the page with the email box the browser itself offers the passkeys that it keeps, inside the box.
const quiet = document.querySelector("[data-passkey-autofill]");
if (able && quiet && (await PublicKeyCredential.isConditionalMediationAvailable?.())) {
  ask(quiet, { mediation: "conditional" }).then((credential) => send(quiet, credential), () => {});
}

// After a code: says that a passkey can be made here, so that one is offered.
const offer = document.querySelector("[data-passkey-offer]");
if (able && offer && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) offer.value = "1";
