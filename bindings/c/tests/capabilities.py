"""What the header offers is what `bindings/capabilities.json` lists."""

import json
import re
from pathlib import Path

HERE = Path(__file__).parents[1]
header = (HERE / "include/foundry.h").read_text()
listed = {}
for capability in json.loads((HERE.parent / "capabilities.json").read_text())["capabilities"]:
    offered = capability["c"]
    assert offered.get("as") or offered.get("reason"), f"{capability['name']}: neither offered nor a reason why not"
    for name in offered.get("as", []):
        listed.setdefault(name, capability["name"])
functions = set(re.findall(r"\b(foundry_\w+)\(", re.sub(r"/\*.*?\*/|//[^\n]*", "", header, flags=re.S)))
assert functions == {*listed, "foundry_free"}, f"the header offers {functions}, the list {set(listed)}"
