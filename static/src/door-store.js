// What a door keeps in the browser: the scans the server has not answered, and the list of those expected.
const NAME = "sanlian-door";
export const SCANS = "scans"; // by nonce
export const ROSTERS = "rosters"; // by session: registration numbers, fingerprints of tickets, masked names
export const CACHES = "door-"; // the page itself, see door-worker.js

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(SCANS, { keyPath: "nonce" });
      request.result.createObjectStore(ROSTERS, { keyPath: "session" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Resolves when the change is on the disk, not when it was asked for.
async function within(store, mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const put = (store, value) => within(store, "readwrite", (rows) => rows.put(value));
export const drop = (store, key) => within(store, "readwrite", (rows) => rows.delete(key));
export const get = (store, key) => within(store, "readonly", (rows) => rows.get(key));
export const all = (store) => within(store, "readonly", (rows) => rows.getAll());

// SECURITY: who leaves the platform leaves no list behind. Scans stay until the server has answered them.
export async function forgetRosters() {
  if (!("indexedDB" in window)) return;
  const known = (await indexedDB.databases?.()) ?? [{ name: NAME }];
  if (known.some((database) => database.name === NAME)) await within(ROSTERS, "readwrite", (rows) => rows.clear());
  if ("caches" in window) for (const name of await caches.keys()) if (name.startsWith(CACHES)) await caches.delete(name);
}
