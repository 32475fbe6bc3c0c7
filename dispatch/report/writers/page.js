"use strict";
(async () => {
  const packed = (id) => document.getElementById(id).textContent;
  const unpack = async (id) => {
    const binary = atob(packed(id));
    const bytes = new Uint8Array(binary.length);
    for (let place = 0; place < binary.length; place++) bytes[place] = binary.charCodeAt(place);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };
  const editions = {}; // language -> its element and its numbers
  let lang = document.documentElement.lang;
  let root = document.querySelector(".edition");
  let report;
  let wait;
  let printing = false;

  function speak() {
    wait = { responsive: true, displaylogo: false, toImageButtonOptions: { format: "png", scale: 2 },
      modeBarButtonsToRemove: ["sendChartToCloud"], locale: lang };
    if (lang === "zh") {
      const months = Array.from({ length: 12 }, (_, month) => `${month + 1}月`);
      const days = [..."日一二三四五六"].map((day) => `周${day}`);
      Plotly.register({ moduleType: "locale", name: lang, dictionary: report.phrases,
        format: { days, shortDays: days, months, shortMonths: months, date: "%Y-%m-%d" } });
    }
  }

  // Plotly reads a little HTML in its texts; names are text.
  const text = (value) => String(value).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  const values = (table, key, chart) => {
    const place = table.columns.findIndex((column) => column.key === key);
    const part = table.data[place].slice(chart.first, chart.last);
    return { title: table.columns[place].title, digits: table.columns[place].digits, part };
  };
  const hover = (digits) => `%{fullData.name}: %{customdata:,.${digits ?? 2}f}<extra></extra>`;

  function trace(table, chart, series, x) {
    const { title, digits, part } = values(table, series.column, chart);
    const below = series.role === "below";
    const y = below ? part.map((value) => (value === null ? null : -value)) : part;
    const base = { x, y, name: text(title), customdata: part, hovertemplate: hover(digits) };
    if (series.role === "line" || chart.kind === "line")
      return { ...base, type: "scatter", mode: chart.kind === "bar" ? "markers" : "lines",
        marker: { color: series.colour, size: 10, symbol: "diamond", line: { color: "#fff", width: 1 } },
        line: { color: series.colour, width: 2, dash: series.dashed ? "dash" : "solid" } };
    const pattern = { shape: "/", fgcolor: series.colour, bgcolor: "#ffffff", size: 6 };
    if (chart.kind === "bar") return { ...base, type: "bar", marker: { color: series.colour } };
    const fill = series.role === "curtailed" ? { fillpattern: pattern } : {};
    return { ...base, type: "scatter", mode: "lines", stackgroup: below ? "below" : "above", fillcolor: series.colour,
      line: { width: 0, color: series.colour }, ...fill };
  }

  function heat(table, chart) {
    const columns = chart.series.map((series) => values(table, series.column, chart));
    const rows = values(table, chart.x, chart).part;
    const z = rows.map((_, row) => columns.map((column) => column.part[row]));
    return [{ type: "heatmap", x: columns.map((column) => text(column.title)), y: rows.map(text), z, zmin: 0,
      colorscale: [[0, "#ffffff"], [0.5, "#E69F00"], [1, "#7a2a00"]], colorbar: { title: { text: text(chart.axis) } },
      hovertemplate: "%{y} %{x}:00  %{z:,.2f}<extra></extra>" }];
  }

  // Series of a small chart: those that can be seen in it.
  function notable(table, chart) {
    const sums = chart.series.map((one) => values(table, one.column, chart).part.reduce((sum, value) => sum + Math.abs(value ?? 0), 0));
    const least = (printing ? 0.025 : 0.004) * Math.max(...sums);
    return chart.series.filter((one, place) => one.role === "line" || one.role === "curtailed" || sums[place] > least);
  }

  function draw(place) {
    const table = report.tables[place.dataset.table];
    const chart = table.charts[Number(place.dataset.chart)];
    const x = values(table, chart.x, chart).part.map((value) => (typeof value === "string" ? text(value) : value));
    const dates = /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$/.test(x[0]);
    const small = place.dataset.small !== undefined || printing;
    const large = small ? notable(table, chart) : chart.series;
    const traces = chart.kind === "heat" ? heat(table, chart) : large.map((one) => trace(table, chart, one, x));
    const numbers = typeof x[0] === "number" || (chart.x === "hour");
    const axis = { type: chart.kind === "heat" || !(dates || numbers) ? "category" : dates ? "date" : "linear", automargin: true };
    if (small && x.every((one) => /^\d{4}-\d{2}$/.test(one)) && chart.kind === "bar")
      Object.assign(axis, { tickvals: x, ticktext: x.map((one) => Number(one.slice(5))), tickangle: 0 });
    if (small && dates) axis.tickformat = "%m-%d";
    const layout = { title: place.dataset.small !== undefined ? undefined : { text: text(chart.title), font: { size: printing ? 11 : 15 } }, barmode: "relative", bargap: 0.3, hovermode: chart.kind === "heat" ? "closest" : "x unified", hoverdistance: -1,
      margin: small ? { t: place.dataset.small !== undefined ? 6 : 26, r: 8, b: 36, l: 52 } : { t: 48, r: 16, b: 48, l: 64 }, xaxis: axis,
      font: { family: getComputedStyle(document.body).fontFamily, size: printing ? 8 : small ? 11 : 12 },
      yaxis: chart.kind === "heat" ? { type: "category", automargin: true, autorange: "reversed" } : { title: { text: text(chart.axis) }, zerolinecolor: "#000", automargin: true, separatethousands: true, exponentformat: "none" },
      legend: { traceorder: "normal", ...(printing ? { maxheight: place.clientHeight } : {}), ...(small ? { font: { size: printing ? 7 : 10 } } : {}),
        ...(small && (place.clientWidth > 600 || place.clientWidth < 400 && !printing) ? { orientation: "h", yanchor: "top", y: -0.14 } : {}) } };
    if (chart.kind !== "heat" && !small) place.style.height = `${Math.max(420, 120 + 21 * chart.series.length)}px`;
    place.dataset.drawn = place.dataset.chart;
    place.querySelector(":scope > .static")?.remove();
    return Plotly.react(place, traces, layout, small ? { ...wait, displayModeBar: printing ? false : "hover" } : wait);
  }

  function shown(value, digits) {
    if (value === null) return "";
    if (digits === null) return value;
    const told = value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return /^-[0.,]*$/.test(told) ? told.slice(1) : told;
  }

  function fill(details) {
    const place = details.querySelector("[data-fill]");
    if (!place || place.firstChild) return;
    const source = report.tables[details.dataset.table];
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const column of source.columns) {
      const cell = document.createElement("th");
      cell.textContent = column.title;
      if (column.digits === null) cell.className = "text";
      if (column.unit) cell.appendChild(document.createElement("small")).textContent = column.unit;
      head.appendChild(cell);
    }
    const body = table.createTBody();
    for (let row = 0; row < source.data[0].length; row++) {
      const line = body.insertRow();
      source.columns.forEach((column, place) => {
        const cell = line.insertCell();
        cell.textContent = shown(source.data[place][row], column.digits);
        if (column.digits === null) cell.className = cell.textContent.length > 36 ? "text long" : "text";
      });
    }
    place.appendChild(table);
  }

  const drawable = () => [...root.querySelectorAll(".chart")].filter((place) => place.offsetParent !== null);
  // Charts that come into view, one at a time: the page stays responsive between two of them.
  const waiting = [];
  function drawNext() {
    const place = waiting.shift();
    if (place?.isConnected && place.dataset.drawn !== place.dataset.chart) draw(place);
    if (waiting.length) setTimeout(drawNext);
  }
  const seen = new IntersectionObserver((entries) => {
    const idle = waiting.length === 0;
    for (const entry of entries) if (entry.isIntersecting && !waiting.includes(entry.target)) waiting.push(entry.target);
    if (idle && waiting.length) setTimeout(drawNext);
  }, { rootMargin: "400px" });
  const here = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of root.querySelectorAll("nav a")) link.classList.toggle("here", link.hash === `#${entry.target.id}`);
    }
  }, { rootMargin: "-10% 0px -80% 0px" });

  // Texts of an article: its own, and those of a long table that is not filled in.
  const haystacks = new WeakMap();
  function haystack(article) {
    if (!haystacks.has(article)) {
      const key = article.id.replace(/^table-/, "");
      const table = report.tables[key];
      const cells = table ? table.columns.flatMap((column, place) => column.digits === null ? [...new Set(table.data[place])] : [column.title]) : [];
      haystacks.set(article, [article.textContent, ...cells].join("\n").toLowerCase());
    }
    return haystacks.get(article);
  }
  function search(words) {
    const wanted = words.trim().toLowerCase();
    let count = 0;
    for (const section of root.querySelectorAll("main > section")) {
      const heading = [...section.querySelectorAll(":scope > h2, :scope > .message")].map((one) => one.textContent).join("\n");
      const whole = section.id === "summary" ? section.textContent : heading;
      const named = wanted !== "" && whole.toLowerCase().includes(wanted);
      let inside = 0;
      for (const article of section.querySelectorAll("article")) {
        const match = wanted === "" || haystack(article).includes(wanted);
        article.hidden = !match && !named;
        if (match && wanted !== "") inside += 1;
      }
      section.hidden = wanted !== "" && !named && !inside;
      count += inside || (named ? 1 : 0);
    }
    const hits = root.querySelector(".hits");
    hits.textContent = wanted === "" ? "" : hits.dataset.text.replace("{count}", count);
  }

  function equip() {
    for (const section of root.querySelectorAll("main > section")) here.observe(section);
    for (const select of root.querySelectorAll(".choose select"))
      select.addEventListener("change", () => {
        const place = document.getElementById(select.dataset.chart);
        place.dataset.chart = select.value;
        draw(place);
      });
    for (const details of root.querySelectorAll("details.table")) details.addEventListener("toggle", () => fill(details));
    root.querySelector("input[type=search]").addEventListener("input", (event) => search(event.target.value));
    root.querySelector(".switch")?.addEventListener("click", (event) => turn(event.currentTarget.dataset.lang));
    const menu = root.querySelector(".menu");
    const narrow = window.matchMedia("(max-width: 820px)");
    menu.open = !narrow.matches;
    menu.addEventListener("click", (event) => { if (event.target.matches("a") && narrow.matches) menu.open = false; });
  }

  function show() {
    speak();
    for (const place of root.querySelectorAll(".chart")) seen.observe(place);
  }

  // The other language at the same place of the page.
  async function turn(next) {
    const sections = [...root.querySelectorAll("main > section")];
    const at = sections.filter((section) => section.getBoundingClientRect().top < 120).pop();
    if (!editions[next]) {
      const [markup, numbers] = await Promise.all([unpack(`edition-${next}`), unpack(`data-${next}`)]);
      const holder = document.createElement("template");
      holder.innerHTML = markup;
      editions[next] = { root: holder.content.firstElementChild, report: JSON.parse(numbers), fresh: true };
    }
    const edition = editions[next];
    root.replaceWith(edition.root);
    [root, report, lang] = [edition.root, edition.report, next];
    document.documentElement.lang = next;
    document.title = report.title;
    if (edition.fresh) equip();
    edition.fresh = false;
    await library;
    show();
    if (at) document.getElementById(at.id)?.scrollIntoView();
  }

  if (typeof DecompressionStream === "undefined") {
    root.querySelector("#no-charts").hidden = false;
    return;
  }
  // The summary has its charts as drawings already: it is painted before numbers and library are unpacked.
  await new Promise((done) => setTimeout(done, 50));
  report = JSON.parse(await unpack(`data-${lang}`));
  editions[lang] = { root, report, fresh: false };
  equip();
  const library = unpack("plotly").then((text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  });
  await library;
  show();
  window.addEventListener("beforeprint", () => {
    printing = true;
    document.body.classList.add("printing");
    for (const place of drawable()) { place.style.height = ""; draw(place); }
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    document.body.classList.remove("printing");
    for (const place of root.querySelectorAll(".chart[data-drawn]")) { delete place.dataset.drawn; Plotly.purge(place); seen.unobserve(place); seen.observe(place); }
  });
  document.documentElement.dataset.ready = "true";
})();
