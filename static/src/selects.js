// Long selects become searchable, by name and by pinyin initials (option[data-initials]); data-search-url asks the server.
import TomSelect from "tom-select/base";

export function enhance(select) {
  if (select.tomselect || "plain" in select.dataset) return;
  const url = select.dataset.searchUrl;
  const chooser = new TomSelect(select, {
    searchField: ["text", "initials"],
    maxOptions: 100,
    hidePlaceholder: true,
    allowEmptyOption: !select.required,
    valueField: "value",
    load: url && ((query, done) => fetchOptions(url, query).then(done, () => done())),
    shouldLoad: (query) => Boolean(url) && query.length > 0,
    render: {
      no_results: () => '<div class="no-results">没有找到，换个名称或拼音首字母试试</div>',
      loading: () => '<div class="no-results">正在查找</div>',
    },
  });
  // The original is only the form's value now; the error summary still links to it.
  select.setAttribute("aria-hidden", "true");
  select.addEventListener("focus", () => chooser.focus());
  if (select.getAttribute("aria-describedby")) {
    chooser.control_input.setAttribute("aria-describedby", select.getAttribute("aria-describedby"));
  }
}

async function fetchOptions(url, query) {
  const response = await fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`);
  const { results } = await response.json();
  return results.map(({ id, text }) => ({ value: String(id), text, initials: query })); // the server has already matched them
}
