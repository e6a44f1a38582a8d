// Long forms (form[data-draft="key"]) keep what was typed until they are sent; nothing typed is lost with the tab.
const prefix = "draft:";
const week = 7 * 24 * 3600 * 1000;

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off: forms work, drafts do not
  }
}

const kept = (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type);

function read(form) {
  return [...form.elements].filter(kept).map((field) => [field.name, /checkbox|radio/.test(field.type) ? field.checked : field.value]);
}

function write(form, values) {
  const fields = [...form.elements].filter(kept);
  if (fields.length !== values.length) return; // the form has changed since
  fields.forEach((field, index) => {
    if (/checkbox|radio/.test(field.type)) field.checked = values[index][1];
    else if (field.tomselect) field.tomselect.setValue(values[index][1]);
    else field.value = values[index][1];
  });
}

export function keepDraft(form) {
  const store = storage();
  if (!store) return;
  const key = prefix + form.dataset.draft;
  const draft = JSON.parse(store.getItem(key) ?? "null");
  const offer = form.querySelector("[data-draft-offer]");
  if (draft && offer && !form.querySelector(".is-invalid") && Date.now() - draft.at < week) {
    offer.hidden = false;
    offer.querySelector("[data-draft-restore]").addEventListener("click", () => {
      write(form, draft.values);
      offer.hidden = true;
    });
    offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
      store.removeItem(key);
      offer.hidden = true;
    });
  }
  form.addEventListener("input", () => store.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) })));
  for (const kind of ["submit", "saved"]) form.addEventListener(kind, () => store.removeItem(key)); // saved: by itself, on the server
}

// SECURITY: office computers are shared; leaving the platform takes the drafts along.
export function forgetDrafts() {
  const store = storage();
  Object.keys(store ?? {}).filter((key) => key.startsWith(prefix)).forEach((key) => store.removeItem(key));
}
