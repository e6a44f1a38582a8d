// Long selects become searchable, by name and by pinyin initials (option[data-initials]); data-search-url asks the server.
import TomSelect from "tom-select/base";

// The server matches names, initials and codes: whatever it answers is shown, and only that.
const remote = (url) => ({
  preload: "focus",
  hideSelected: true,
  score: () => () => 1,
  async load(query, done) {
    const response = await fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`).catch(() => null);
    if (query !== this.inputValue()) return done(); // typed on meanwhile: a later answer is coming
    this.clearOptions();
    done(response?.ok ? (await response.json()).results.map(({ id, text }) => ({ value: String(id), text })) : []);
  },
});

export function enhance(select) {
  if (select.tomselect || "plain" in select.dataset) return;
  const url = select.dataset.searchUrl;
  const chooser = new TomSelect(select, {
    searchField: ["text", "initials"],
    maxOptions: 100,
    hidePlaceholder: true,
    allowEmptyOption: !select.required,
    render: {
      no_results: () => '<div class="no-results">没有找到，换个名称或拼音首字母试试</div>',
      loading: () => '<div class="no-results">正在查找</div>',
    },
    ...(url && remote(url)),
  });
  // The original is only the form's value now; the error summary still links to it.
  select.setAttribute("aria-hidden", "true");
  select.addEventListener("focus", () => chooser.focus());
  const described = select.getAttribute("aria-describedby");
  if (described) chooser.control_input.setAttribute("aria-describedby", described);
}
