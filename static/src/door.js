// The page at the door: scans go to a queue on the phone first and to the server as soon as it answers.
import { watch } from "./door-camera.js";
import { all, drop, forgetRosters, get, put, ROSTERS, SCANS } from "./door-store.js";

const door = document.querySelector("[data-door]");
const { session, scansUrl, rosterUrl, workerUrl, leaveUrl } = door.dataset;
const closes = Number(door.dataset.closes);
const part = (name) => door.querySelector(`[data-${name}]`);
const BATCH = 100;
const RETRY = 15_000; // milliseconds between two tries while scans wait
const REFRESH = 60_000;
const UNKNOWN = "名单里没有，联网后核对";
const SAME = 3000; // the same code held before the camera is one scan

let roster = new Map(); // registration number → entry
let leaving = false; // 签退
let stop = null; // the camera, while it runs
let sending = false;
let latest = ""; // nonce of the scan the banner is about
let last = { text: "", at: 0 };
let sound = true;
let speaker = null;
let figures = null;
let voiceUntil = 0;

const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );
const time = (iso) => new Date(iso).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

async function ask(url, options = {}) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") };
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 10_000);
  try {
    return await fetch(url, { credentials: "same-origin", headers, signal: patience.signal, ...options });
  } finally {
    clearTimeout(timer);
  }
}

// --- what people see and hear

function beep(good) {
  if (!sound || !speaker) return;
  const tone = speaker.createOscillator();
  const volume = speaker.createGain();
  tone.frequency.value = good ? 880 : 220;
  volume.gain.value = 0.2;
  tone.connect(volume).connect(speaker.destination);
  tone.start();
  tone.stop(speaker.currentTime + (good ? 0.12 : 0.35));
}

function show(kind, title, text) {
  const banner = part("banner");
  banner.className = `door-banner ${kind}`;
  part("banner-title").textContent = title;
  part("banner-text").textContent = text;
  if (kind === "wait") return;
  beep(kind === "good");
  navigator.vibrate?.(kind === "good" ? 80 : [120, 80, 120]);
}

const KIND = { counted: "good", left: "good", already: "warn", refused: "bad" };
const showAnswer = (answer) => show(KIND[answer.result], answer.label, [answer.name, answer.reason].filter(Boolean).join(" · "));

function line(template, fill) {
  const row = document.getElementById(template).content.firstElementChild.cloneNode(true);
  fill((name) => row.querySelector(`[data-${name}]`));
  return row;
}

async function render() {
  const scans = await all(SCANS);
  const waiting = scans.filter((scan) => scan.state === "waiting");
  const refused = scans.filter((scan) => scan.state === "refused");
  part("waiting").textContent = waiting.length;
  part("send").hidden = !waiting.length;
  part("refused-card").hidden = !refused.length;
  part("refused").replaceChildren(...refused.map(refusedLine));
  if (figures) part("times").textContent = figures.person_times;
  if (figures) part("registered").textContent = figures.registered;
}

function refusedLine(scan) {
  return line("refused-line", (field) => {
    field("who").textContent = `${time(scan.at)} ${scan.shown || "未知签到码"}`;
    field("why").textContent = scan.reason;
    field("known").addEventListener("click", () => drop(SCANS, scan.nonce).then(render));
  });
}

function network(up) {
  part("network").textContent = up ? "联网" : "断网，照常扫码";
  part("network").classList.toggle("down", !up);
}

function note(text) {
  part("note").textContent = text;
  part("note").hidden = !text;
}

function countDown() {
  const left = Math.round((voiceUntil - Date.now()) / 1000);
  part("voice-left").textContent = left > 0 ? `${left} 秒后更换` : "";
  if (left <= 0) part("voice").textContent = "——";
}

function heard(answer) {
  figures = answer;
  voiceUntil = Date.now() + answer.voice_seconds * 1000;
  part("voice").textContent = answer.voice.replace(/(...)(...)/, "$1 $2");
  countDown();
}

// --- the queue

async function record(what, shown) {
  const scan = { nonce: uuid(), session, url: scansUrl, at: new Date().toISOString(), leave: leaving, ...what, shown, state: "waiting" };
  await put(SCANS, scan); // before anything else: from here on it cannot be lost
  latest = scan.nonce;
  show("wait", leaving ? "签退已记下" : "已记下", [shown, "等待上传"].filter(Boolean).join(" · "));
  await render();
  send();
}

const FIELDS = ["nonce", "at", "leave", "ticket", "registration", "name", "phone", "headcount"];

async function send() {
  if (sending) return;
  sending = true;
  try {
    for (;;) {
      const waiting = (await all(SCANS)).filter((scan) => scan.state === "waiting");
      if (!waiting.length) break;
      const batch = waiting.filter((scan) => scan.url === waiting[0].url).slice(0, BATCH);
      const body = JSON.stringify(batch.map((scan) => Object.fromEntries(FIELDS.filter((field) => field in scan).map((field) => [field, scan[field]]))));
      const response = await ask(batch[0].url, { method: "POST", body });
      network(true);
      if (!response.ok) {
        note(why(response.status));
        break;
      }
      note("");
      const answer = await response.json();
      if (!(await settle(batch, answer.results))) break;
      if (batch[0].session === session) heard(answer);
    }
  } catch {
    network(false); // they stay in the queue
  } finally {
    sending = false;
    await render();
  }
}

function why(status) {
  if (status === 401 || status === 403) return "登录已失效，或您没有本场的签到权限。记录都在本机，请重新登录后再上传。";
  return status >= 500 ? "服务器暂时出错，记录都在本机，稍后自动再传。" : "服务器没有接受这些记录，记录都在本机。请联系系统管理员。";
}

// How many of ``batch`` were answered; what was not stays in the queue.
async function settle(batch, results) {
  const answers = new Map(results.map((answer) => [answer.nonce, answer]));
  let settled = 0;
  for (const scan of batch) {
    const answer = answers.get(scan.nonce);
    if (!answer) continue;
    settled += 1;
    const { name, phone, ticket, ...rest } = scan; // what was typed or scanned goes once it is answered
    const shown = answer.name || (name ? `${name[0]}**` : scan.shown === UNKNOWN ? "" : scan.shown);
    if (answer.result === "refused") await put(SCANS, { ...rest, shown, state: "refused", reason: answer.reason });
    else await drop(SCANS, scan.nonce);
    const entry = roster.get(scan.registration ?? Number((ticket ?? "").split(".")[0]));
    if (entry && answer.result !== "refused" && scan.session === session) entry.here = true;
    if (scan.nonce === latest) showAnswer({ ...answer, name: shown });
  }
  return settled;
}

// --- the list

async function refresh() {
  try {
    const response = await ask(rosterUrl);
    network(true);
    if (!response.ok) return note(why(response.status));
    note("");
    const answer = await response.json();
    heard(answer);
    roster = new Map(answer.entries.map((entry) => [entry.id, entry]));
    if (Date.now() < closes) await put(ROSTERS, { session, closes, entries: answer.entries });
  } catch {
    network(false);
  }
  await render();
}

// SECURITY: a list is kept for the hours it is needed, and no longer.
async function recall() {
  for (const kept of await all(ROSTERS)) if (kept.closes < Date.now()) await drop(ROSTERS, kept.session);
  const kept = await get(ROSTERS, session);
  if (kept) roster = new Map(kept.entries.map((entry) => [entry.id, entry]));
}

async function print(ticket) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(ticket)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
}

async function scanned(text) {
  const ticket = text.trim().replace(/\/+$/, "").split("/").pop().slice(0, 300);
  const held = ticket === last.text && Date.now() - last.at < SAME; // still before the camera
  last = { text: ticket, at: Date.now() };
  if (!ticket || held) return;
  const again = (await all(SCANS)).find((scan) => scan.state === "waiting" && scan.ticket === ticket && scan.leave === leaving);
  if (again) return show("warn", "刚才已扫过", [again.shown, "等待上传"].filter(Boolean).join(" · "));
  const entry = roster.get(Number(ticket.split(".")[0]));
  const known = entry && (await print(ticket)) === entry.print;
  await record({ ticket }, known ? `${entry.name}（第${entry.place}位）` : UNKNOWN);
}

function found(rows) {
  part("found").replaceChildren(
    ...rows.map((row) =>
      line("found-line", (field) => {
        field("who").textContent = `${row.name} ${row.phone ?? ""}`;
        field("place").textContent = `报名第${row.place}位${row.here ? " · 已签到" : ""}`;
        field("tick").textContent = leaving ? "签退" : "代签";
        field("tick").addEventListener("click", () => record({ registration: row.id }, `${row.name[0]}**（第${row.place}位）`));
      }),
    ),
  );
  part("found-none").hidden = rows.length > 0;
}

async function search(text) {
  if (!text) return found([]);
  try {
    const response = await ask(rosterUrl, { method: "POST", body: JSON.stringify({ q: text }) }); // no name in an address
    if (response.ok) return found((await response.json()).results);
  } catch {
    network(false);
  }
  found([...roster.values()].filter((entry) => entry.name[0] === text[0] || String(entry.place) === text).slice(0, 20));
}

// --- what staff press

part("start").addEventListener("click", async () => {
  speaker ??= "AudioContext" in window ? new AudioContext() : null;
  if (stop) {
    stop();
    stop = null;
  } else {
    try {
      stop = await watch(part("video"), scanned);
    } catch (error) {
      show("bad", "摄像头没有打开", error.message);
    }
  }
  door.classList.toggle("is-scanning", Boolean(stop));
  part("start").textContent = stop ? "停止扫码" : "开始扫码";
});
door.querySelectorAll("[name=mode]").forEach((choice) =>
  choice.addEventListener("change", () => {
    leaving = choice.value === "out";
    last = { text: "", at: 0 };
  }),
);
part("sound").addEventListener("change", (event) => (sound = event.target.checked));
part("send").addEventListener("click", send);

function onSubmit(name, act) {
  part(name).addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if (!form.reportValidity()) return;
    const values = Object.fromEntries(new FormData(form));
    if (name !== "search") form.reset();
    await act(values);
  });
}

onSubmit("typed", ({ ticket }) => scanned(ticket));
onSubmit("search", ({ q }) => search(q.trim()));
onSubmit("walk-in", ({ name, phone }) => record({ name: name.trim(), phone: phone.trim() }, `${name.trim()[0]}**`));
onSubmit("crowd", ({ headcount }) => record({ headcount: Number(headcount) }, `点数 ${headcount} 人`));

part("finish").addEventListener("click", async () => {
  await send();
  if ((await all(SCANS)).some((scan) => scan.state === "waiting")) return show("bad", "还不能离开", "有记录没有上传。联网后再按一次，名单会从本机清除。");
  stop?.();
  await forgetRosters();
  window.location.assign(leaveUrl);
});

// --- the page works without the network from its second visit on

async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(workerUrl, { scope: window.location.pathname });
  const worker = (await ready(registration)).active;
  const files = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.includes("/static/"));
  const channel = new MessageChannel();
  channel.port1.onmessage = () => (door.dataset.kept = "yes");
  worker.postMessage({ keep: [...new Set([window.location.href.split(/[?#]/)[0], ...files])] }, [channel.port2]);
}

const ready = (registration) => (registration.active ? registration : navigator.serviceWorker.ready);

window.addEventListener("online", () => refresh().then(send));
window.addEventListener("offline", () => network(false));
setInterval(countDown, 1000);
setInterval(send, RETRY);
setInterval(refresh, REFRESH);

door.hidden = false;
network(navigator.onLine);
await recall();
await render();
await refresh();
await send();
if (navigator.onLine) keepPage().catch(() => note("这个浏览器不能保存本页，断网时请不要刷新。"));
