// A passkey of this laptop as the key of the station: what it answers to a salt of its own (WebAuthn PRF).
// The page holds two forms; this fills their hidden fields and sends them.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_");
const random = () => crypto.getRandomValues(new Uint8Array(32));

// Passkeys belong to names: under a number such as 127.0.0.1 there are none.
const possible = () => Boolean(window.PublicKeyCredential) && location.hostname === "localhost";

const ask = async (known) => {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: random(),
      userVerification: "required",
      allowCredentials: known.map((key) => ({ type: "public-key", id: bytes(key.id) })),
      extensions: { prf: { evalByCredential: Object.fromEntries(known.map((key) => [plain(key.id), { first: bytes(key.salt) }])) } },
    },
  });
  const answer = credential.getClientExtensionResults().prf?.results?.first;
  return { credential: text(credential.rawId), answer: answer ? text(answer) : "" };
};

// As the browser itself names a passkey: without the filling at the end.
const plain = (id) => id.replace(/=+$/, "");

const make = async (form) => {
  const salt = random();
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(),
      rp: { name: "Rekam" },
      user: { id: random(), name: form.dataset.login, displayName: form.dataset.name },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      extensions: { prf: {} },
    },
  });
  // Few devices answer while the passkey is made: it is asked at once.
  return { salt: text(salt), ...(await ask([{ id: text(made.rawId), salt: text(salt) }])) };
};

const filled = (form, values) => {
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.submit();
};

const wire = (selector, work) => {
  const form = document.querySelector(selector);
  if (!form || !possible()) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    try {
      filled(form, await work(form));
    } catch {
      form.querySelector("[data-trouble]").hidden = false;
    } finally {
      button.disabled = false;
    }
  });
};

wire("[data-passkey-add]", make);
wire("[data-passkey-use]", () => ask(JSON.parse(document.getElementById("passkeys").textContent)));
