"""Charts on a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from nicegui import ui

from ..charts import Options

_CLICK = """<script>
(() => {
  const listen = () => {
    let chart;
    try { chart = getElement(%(id)d)?.chart; } catch { chart = undefined; }
    if (!chart) { setTimeout(listen, 50); return; }
    getHtmlElement(%(id)d).dataset.clickable = "true";
    chart.getZr().on("click", (event) => {
      const point = [event.offsetX, event.offsetY];
      if (!chart.containPixel("grid", point)) return;
      const at = chart.convertFromPixel({ xAxisIndex: 0, yAxisIndex: 0 }, point);
      emitEvent("hour_%(id)d", Math.max(0, at[0]));
    });
  };
  listen();
})();
</script>"""


def chart(options: Options, height: int | str) -> ui.echart:
    """Show a chart. height [px], or as a length of CSS."""
    return ui.echart(options).style(f"height: {height if isinstance(height, str) else f'{height}px'}; width: 100%")


def on_hour(element: ui.echart, do: Callable[[int], Any]) -> None:
    """Call a function with the number of the point that is clicked, anywhere above or below the point."""
    ui.on(f"hour_{element.id}", lambda event: do(int(event.args)))
    ui.add_body_html(_CLICK % {"id": element.id})


def redraw(element: ui.echart, options: Options) -> None:
    """Show other options in a chart; nothing of the former ones stays."""
    element.options.clear()
    element.options.update(options)
    element.run_chart_method(":setOption", script(options), "true")


def script(options: Any) -> str:
    """Return options as an expression of JavaScript. The text under a key that begins with ``:`` is a function.

    >>> script({"a": [1, {":f": "v => v"}], "b": None})
    '{"a":[1,{"f":v => v}],"b":null}'
    """
    if isinstance(options, dict):
        parts = (
            f"{json.dumps(key[1:])}:{value}" if key.startswith(":") else f"{json.dumps(key)}:{script(value)}"
            for key, value in options.items()
        )
        return "{" + ",".join(parts) + "}"
    if isinstance(options, list | tuple):
        return "[" + ",".join(map(script, options)) + "]"
    return json.dumps(options, allow_nan=False)
