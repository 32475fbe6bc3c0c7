"use strict";
(() => {
  const report = JSON.parse(document.getElementById("report").textContent);
  const lang = document.documentElement.lang;
  const wait = { responsive: true, displaylogo: false, toImageButtonOptions: { format: "png", scale: 2 },
    modeBarButtonsToRemove: ["sendChartToCloud"], locale: lang };
  if (lang === "zh") {
    const months = Array.from({ length: 12 }, (_, month) => `${month + 1}月`);
    const days = [..."日一二三四五六"].map((day) => `周${day}`);
    Plotly.register({ moduleType: "locale", name: lang, dictionary: report.phrases,
      format: { days, shortDays: days, months, shortMonths: months, date: "%Y-%m-%d" } });
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

  function draw(place) {
    const table = report.tables[place.dataset.table];
    const chart = table.charts[Number(place.dataset.chart)];
    const x = values(table, chart.x, chart).part.map((value) => (typeof value === "string" ? text(value) : value));
    const dates = /^\d{4}-\d{2}-\d{2}$/.test(x[0]);
    const traces = chart.kind === "heat" ? heat(table, chart) : chart.series.map((one) => trace(table, chart, one, x));
    const numbers = typeof x[0] === "number" || (chart.x === "hour");
    const axis = { type: chart.kind === "heat" || !(dates || numbers) ? "category" : dates ? "date" : "linear", automargin: true };
    const layout = { title: { text: text(chart.title), font: { size: 15 } }, barmode: "relative", bargap: 0.3, hovermode: chart.kind === "heat" ? "closest" : "x unified", hoverdistance: -1,
      margin: { t: 48, r: 16, b: 48, l: 64 }, xaxis: axis, font: { family: getComputedStyle(document.body).fontFamily },
      yaxis: chart.kind === "heat" ? { type: "category", automargin: true, autorange: "reversed" } : { title: { text: text(chart.axis) }, zerolinecolor: "#000", automargin: true, separatethousands: true, exponentformat: "none" },
      legend: { traceorder: "normal" } };
    if (chart.kind !== "heat") place.style.height = `${Math.max(420, 120 + 21 * chart.series.length)}px`;
    place.dataset.drawn = place.dataset.chart;
    return Plotly.react(place, traces, layout, wait);
  }

  function shown(value, digits) {
    if (value === null) return "";
    if (digits === null) return value;
    const told = value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return /^-[0.,]*$/.test(told) ? told.slice(1) : told;
  }

  function fill(details) {
    const place = details.querySelector(".wide");
    if (place.firstChild) return;
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

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries)
      if (entry.isIntersecting && entry.target.dataset.drawn !== entry.target.dataset.chart) draw(entry.target);
  }, { rootMargin: "400px" });
  for (const place of document.querySelectorAll(".chart")) seen.observe(place);
  for (const select of document.querySelectorAll(".choose select"))
    select.addEventListener("change", () => {
      const place = document.getElementById(select.dataset.chart);
      place.dataset.chart = select.value;
      draw(place);
    });
  for (const details of document.querySelectorAll("details[data-table]")) details.addEventListener("toggle", () => fill(details));
  window.addEventListener("beforeprint", () => {
    for (const place of document.querySelectorAll(".chart")) draw(place);
  });
})();
