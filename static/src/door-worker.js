// Service worker of the door page: without the network the page and its files come from what was kept.
const CACHE = "door-1"; // a new number throws away what older versions kept
const PATIENCE = 4000; // milliseconds: a network that answers later is as good as none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
  const old = (await caches.keys()).filter((name) => name.startsWith("door-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// The page says what it is made of, each time it came over the network; everything else is old.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data.keep).then(() => event.ports[0]?.postMessage("kept"))));

async function keep(addresses) {
  const cache = await caches.open(CACHE);
  const wanted = new Set(addresses);
  for (const request of await cache.keys()) {
    if (request.url.includes("/static/") && !wanted.has(request.url)) await cache.delete(request);
  }
  await Promise.all(addresses.map((address) => cache.add(address).catch(() => null)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const ours = request.mode === "navigate" || pathname.startsWith("/static/");
  if (request.method === "GET" && origin === self.location.origin && ours) event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const kept = () => cache.match(request, { ignoreSearch: request.mode === "navigate", ignoreVary: true });
  try {
    const response = await Promise.race([fetch(request), late()]);
    if (response.status >= 500) return (await kept()) ?? response;
    if (response.ok && !response.redirected) await cache.put(request, response.clone());
    return response;
  } catch {
    return (await kept()) ?? Response.error();
  }
}

const late = () => new Promise((resolve, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
