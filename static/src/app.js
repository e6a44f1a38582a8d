// Everything a page of the platform needs; charts and searchable selects load only where they are used.
import "@tabler/core/js/src/bootstrap/alert";
import "@tabler/core/js/src/bootstrap/collapse";
import "@tabler/core/js/src/bootstrap/dropdown";
import "@tabler/core/js/src/bootstrap/offcanvas";
import Tooltip from "@tabler/core/js/src/bootstrap/tooltip";
import htmx from "htmx.org";
import { forgetRosters } from "./door-store.js";
import { forgetDrafts, keepDraft } from "./drafts.js";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false, // they would need inline CSS
  historyCacheSize: 0, // SECURITY: pages hold personal data and must not stay in localStorage
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
});

const page = document.documentElement;

function mount(root) {
  const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  const charts = all("[data-chart]");
  if (charts.length) import("./charts.js").then(({ draw }) => charts.forEach(draw));
  const selects = all("select").filter((select) => "search" in select.dataset || "searchUrl" in select.dataset || select.length > 15);
  if (selects.length) import("./selects.js").then(({ enhance }) => selects.forEach(enhance));
  all("[data-bs-toggle=tooltip]").forEach((element) => Tooltip.getOrCreateInstance(element, { trigger: "hover focus click" }));
  all("form[data-draft]").forEach(keepDraft);
  const uploads = all("form[data-photos]");
  if (uploads.length) import("./photos.js").then(({ uploadSmall }) => uploads.forEach(uploadSmall));
}

function showErrors() {
  document.querySelector("[data-error-summary]")?.focus();
}

// Whoever has a keyboard types at once; on a phone it would hide half of the page.
function startTyping() {
  if (document.querySelector("[data-error-summary], [autofocus]") || !matchMedia("(hover: hover) and (pointer: fine)").matches) return;
  const first = document.querySelector(".is-form main form[method=post]")?.querySelector("input:not([type=hidden]), select, textarea");
  if (first?.matches("input:not([type=checkbox], [type=radio], [type=file]), textarea")) first.focus({ preventScroll: true });
}

// A long menu opens where one is; on phones the drawer itself scrolls.
function showPlace() {
  const menu = document.getElementById("sidebar");
  const entry = menu?.querySelector(".dropdown-item[aria-current=page]");
  if (!entry) return;
  for (const box of [menu, menu.querySelector("nav")]) {
    const below = entry.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom;
    if (below > -40) box.scrollTop += below + box.clientHeight / 2;
  }
}

function complain(text) {
  const alert = document.getElementById("alert-template").content.cloneNode(true);
  alert.querySelector("[data-text]").textContent = text;
  document.getElementById("messages").replaceChildren(alert);
}

document.addEventListener("htmx:load", (event) => mount(event.detail.elt));
document.addEventListener("DOMContentLoaded", showErrors);
document.addEventListener("DOMContentLoaded", startTyping);
document.addEventListener("DOMContentLoaded", showPlace);

// Filters that are empty say nothing: keep them out of the address people copy.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb === "get") [...detail.formData].forEach(([name, value]) => value === "" && detail.formData.delete(name));
});

let waiting = 0;
const busy = (change) => page.classList.toggle("is-busy", (waiting = Math.max(0, waiting + change)) > 0);
document.addEventListener("htmx:beforeRequest", () => busy(1));
document.addEventListener("htmx:afterRequest", () => busy(-1));

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  // A whole page in answer to a request for a part: the session ended, or a form led elsewhere. Go there.
  if (/^\s*<!doctype/i.test(xhr.responseText) && xhr.status < 400) {
    event.detail.shouldSwap = false;
    window.location.assign(xhr.responseURL);
  }
});
document.addEventListener("htmx:sendError", () => complain("没有连上服务器，刚才的操作没有完成。请检查网络后再试一次。"));
document.addEventListener("htmx:responseError", (event) =>
  complain(
    event.detail.xhr.status < 500
      ? "这一步没有完成：内容可能已被移走，或您没有权限。请刷新页面后再试。"
      : "服务器出了问题，刚才的操作没有完成。请稍后再试，仍不行请告知系统管理员。",
  ),
);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) {
    page.dataset.bsTheme = page.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", page.dataset.bsTheme);
    } catch {
      // Storage is switched off: the choice lasts for this page.
    }
    document.dispatchEvent(new Event("theme"));
  }
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  const search = document.querySelector("[data-search-box]");
  if (event.key === "/" && !typing && search?.offsetParent) {
    event.preventDefault();
    search.focus();
  }
});

// A second press of the same button must not send the same form twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.target === "_blank" || event.target.method === "get") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  event.target.querySelectorAll("button[type=submit]").forEach((button) => button.classList.add("disabled"));
  if ("forgetDrafts" in event.target.dataset) {
    forgetDrafts();
    forgetRosters().catch(() => null); // storage is switched off: nothing was kept
  }
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[type=submit]").forEach((button) => button.classList.remove("disabled"));
  });
});

// Turning the wheel over a number field must scroll the page, not change the amount.
document.addEventListener("wheel", () => document.activeElement?.type === "number" && document.activeElement.blur());
window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => (details.open = true)));
