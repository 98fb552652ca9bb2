#!/usr/bin/env bash
# Outside judges on our exports: the file check of Together, the validator of Mistral, `datasets` and pyarrow, the chat
# templates of TRL, the Croissant validator, a JavaScript tokenizer; and the rules of Bedrock, Nova, Gemini and
# LLaMA-Factory as their guides give them. Nothing that could be an example may be left out. Called by hand and by CI: it
# installs packages from PyPI and npm (about 400 MB, no torch).
#   bash tests/tools/judge-exports.sh [FILE…]      by default the examples of the command line
# JUDGE_DIR=<folder> keeps the packages and the outputs there; FOUNDRY=<binary> judges that binary.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder="${JUDGE_DIR:-target/judges}"
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"
if [ -z "${FOUNDRY:-}" ]; then
  cargo build -q -p foundry-cli
  FOUNDRY="${CARGO_TARGET_DIR:-target}/debug/foundry"
fi
python="$folder/venv/bin/python"
if ! [ -x "$python" ]; then
  python3 -m venv "$folder/venv"
  # Two steps: together pins versions of packages that its file check never calls.
  "$folder/venv/bin/pip" -q install --disable-pip-version-check mistral-common datasets pyarrow mlcroissant tqdm
  "$folder/venv/bin/pip" -q install --disable-pip-version-check --no-deps together==1.5.35
  "$folder/venv/bin/pip" -q install --disable-pip-version-check aiohttp pydantic requests rich tabulate typer \
    eval-type-backport click filelock pillow transformers jinja2
  # Without what it trains with: only how it reads examples is asked for.
  "$folder/venv/bin/pip" -q install --disable-pip-version-check --no-deps trl
fi
export TOGETHER_NO_BANNER=1
[ -d "$folder/node_modules/gpt-tokenizer" ] || (cd "$folder" && npm install --silent --no-fund --no-audit gpt-tokenizer@4 >/dev/null)

files=("$@")
if [ "${#files[@]}" = 0 ]; then
  for name in tickets.csv chats_latin1.csv helpdesk.xlsx zendesk_tickets.json chat_log.ndjson.gz faq_pairs.csv transcripts.csv; do
    files+=("bindings/cli/examples/$name")
  done
fi
out="$folder/out"
rm -rf "$out"
mkdir -p "$out"
printf '%s\n' 'ticket_id,role,message,rejected' '1,customer,"Where is my order?",' '1,agent,"On its way.","No idea."' \
  '2,customer,"Can I ""return"" it?",' '2,agent,"Yes, within 30 days.","No."' '2,customer,And the fee?,' \
  '2,agent,None.,Some.' >"$out/preferences.csv"
cat >"$out/preferences.toml" <<'TOML'
exportFormat = "jsonl_dpo"
mappings = [
  { sourceField = "ticket_id", targetField = "conversation_id" },
  { sourceField = "role", targetField = "sender_role" },
  { sourceField = "message", targetField = "content" },
  { sourceField = "rejected", targetField = "custom_rejected" },
]
TOML
"$FOUNDRY" -q process "$out/preferences.csv" --config "$out/preferences.toml" -o "$out/preferences.jsonl_dpo"
for file in "${files[@]}"; do
  base="$out/$(basename "$file")"
  for format in jsonl_conversation jsonl_qa json_raw jsonl_sharegpt jsonl_alpaca jsonl_prompt_completion jsonl_anthropic \
    jsonl_nova jsonl_gemini jsonl_mistral jsonl_together chunks parquet; do
    "$FOUNDRY" -q process "$file" --no-config --format "$format" -o "$base.$format" --report "$base.$format.manifest"
    [ "$format" = parquet ] || "$FOUNDRY" -q validate "$base.$format" --format "$format" >"$base.$format.report" ||
      { cat "$base.$format.report"; exit 1; }
  done
  "$FOUNDRY" -q process "$file" --no-config --format jsonl_mistral -o "$base.kept" \
    --set exportConfig.leadingAgent=keep --max-tokens 120 --overlap-turns 2
  for format in jsonl_conversation jsonl_alpaca parquet chunks; do
    "$FOUNDRY" -q process "$file" --no-config --format "$format" -o "$base.$format.folder" --folder --split 70/20/10
  done
done
"$python" - "$out" <<'PY'
import json, pathlib, sys, warnings
warnings.filterwarnings("ignore")
out = pathlib.Path(sys.argv[1])
failed = judged = 0
def judge(what, check):
    global failed, judged
    judged += 1
    try:
        check()
    except Exception as error:
        failed += 1
        print(f"REFUSED {what}: {type(error).__name__}: {str(error)[:300]}")
lines = lambda path: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

from together.utils.files import check_file
def together(path):
    copy = path.with_name(path.name + ".jsonl")
    copy.write_bytes(path.read_bytes())
    report = check_file(copy)
    assert report["is_check_passed"], report
from mistral_common.protocol.instruct.validator import MistralRequestValidatorV3, ValidationMode
from mistral_common.protocol.instruct.messages import FinetuningAssistantMessage, SystemMessage, UserMessage
def mistral(path):
    validator = MistralRequestValidatorV3(mode=ValidationMode.finetuning)
    kinds = {"user": UserMessage, "system": SystemMessage}
    for line in lines(path):
        validator.validate_messages(
            [kinds[m["role"]](content=m["content"]) if m["role"] in kinds else
             FinetuningAssistantMessage(content=m["content"], weight=m.get("weight")) for m in line["messages"]])
def alternates(sides, user, assistant):
    assert sides and sides[0] == user and sides[-1] == assistant, sides
    assert all(a != b for a, b in zip(sides, sides[1:])) and set(sides) <= {user, assistant}, sides
def anthropic(path):
    for line in lines(path):
        assert set(line) <= {"system", "messages"}
        alternates([m["role"] for m in line["messages"]], "user", "assistant")
        for m in line["messages"]:
            assert set(m) == {"role", "content"} and m["content"].strip()
            assert "\nHuman:" not in m["content"] and "\nAssistant:" not in m["content"]
        assert sum(len(m["content"]) for m in line["messages"]) / 3 <= 32000
def nova(path):
    for line in lines(path):
        assert set(line) <= {"schemaVersion", "system", "messages"} and line["schemaVersion"] == "bedrock-conversation-2024"
        alternates([m["role"] for m in line["messages"]], "user", "assistant")
        assert all(len(m["content"]) == 1 and m["content"][0]["text"].strip() for m in line["messages"])
def gemini(path):
    for line in lines(path):
        assert set(line) <= {"systemInstruction", "contents"}
        alternates([c["role"] for c in line["contents"]], "user", "model")
        assert all(p["text"].strip() for c in line["contents"] for p in c["parts"])
def sharegpt(path):
    for line in lines(path):
        turns = line["conversations"]
        assert len(turns) % 2 == 0
        assert all(t["from"] == ("human", "gpt")[i % 2] and t["value"].strip() for i, t in enumerate(turns))
import datasets, pyarrow.parquet
datasets.disable_progress_bars()
def loads(kind):
    def load(path):
        table = datasets.load_dataset(kind, data_files=str(path), split="train", cache_dir=str(out / "cache"))
        assert len(table) > 0
        # `json_raw` shows times, and a weight stands beside answers only: there `datasets` chooses other types.
        if path.suffix not in (".json_raw", ".kept"):
            assert not any("Json" in repr(f) or "timestamp" in repr(f) for f in table.features.values()), table.features
    return load
def parquet(path):
    loads("parquet")(path)
    rows = pyarrow.parquet.read_table(path).to_pylist()
    assert rows == lines(path.with_name(path.name.replace(".parquet", ".jsonl_conversation"))), "rows differ"
def folder(path):
    parts = datasets.load_dataset(str(path), cache_dir=str(out / "cache"))
    manifest = json.loads((path / "manifest.json").read_text())
    for name, part in manifest["splits"]["parts"].items():
        assert (name in parts) == (part["examples"] > 0) and (name not in parts or len(parts[name]) == part["examples"]), name
    assert manifest["splits"]["crossingConversations"] == manifest["splits"]["crossingCustomers"] == 0
import mlcroissant
__import__("absl.logging").logging.set_verbosity(__import__("absl.logging").logging.ERROR)
def croissant(path):
    mlcroissant.Dataset(str(path / "croissant.json"))
from transformers import PreTrainedTokenizerFast
from tokenizers import Tokenizer, models
from trl.data_utils import apply_chat_template, is_conversational
from trl.chat_template_utils import gemma_chat_template, llama3_chat_template, qwen3_chat_template
words = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
def trl(path):
    """Every text of a line stands in what the trainer makes of it, by three templates; Gemma's refuses what does not alternate."""
    for template in (gemma_chat_template, llama3_chat_template, qwen3_chat_template):
        tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, bos_token="<s>", eos_token="</s>", chat_template=template)
        for example in lines(path):
            assert is_conversational(example), list(example)
            said = [m["content"] for key in ("messages", "prompt", "completion") for m in example.get(key, [])]
            text = "".join(str(part) for part in apply_chat_template(example, tokenizer).values())
            assert said and all(content.strip() in text for content in said), "a text is lost"
def nothing_lost(path):
    """Only a conversation without a customer's message and an answer to it gives no example."""
    dropped = json.loads(path.read_text())["counts"]["export"]["dropped"]
    assert set(dropped) <= {"no_message", "no_user_turn", "no_assistant_turn"}, dropped
checks = [("jsonl_together", together), ("jsonl_conversation", together), ("jsonl_dpo", together), ("jsonl_mistral", mistral),
          ("kept", mistral), ("kept", together), ("jsonl_anthropic", anthropic), ("jsonl_nova", nova), ("jsonl_gemini", gemini),
          ("jsonl_sharegpt", sharegpt), ("parquet", parquet), ("manifest", nothing_lost)]
checks += [(name, trl) for name in ["jsonl_conversation", "jsonl_prompt_completion", "jsonl_together"]]
checks += [(name, loads("json")) for name in ["jsonl_conversation", "jsonl_qa", "json_raw", "jsonl_sharegpt", "jsonl_alpaca",
           "jsonl_prompt_completion", "jsonl_dpo", "jsonl_anthropic", "jsonl_nova", "jsonl_gemini", "jsonl_mistral", "kept", "chunks"]]
for ending, check in checks:
    for path in sorted(out.glob("*." + ending)):
        judge(f"{check.__name__} {path.name}", lambda: check(path))
for path in sorted(out.glob("*.folder")):
    judge(f"folder {path.name}", lambda: folder(path))
    judge(f"croissant {path.name}", lambda: croissant(path))
print(f"judge-exports: {judged - failed} accepted, {failed} refused")
sys.exit(1 if failed else 0)
PY
cat >"$folder/tokens.mjs" <<'JS'
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { readFileSync } from "node:fs";
let count = 0, wrong = 0;
for (const path of process.argv.slice(2))
  for (const line of readFileSync(path, "utf8").split("\n").filter(Boolean)) {
    const { content, token_count } = JSON.parse(line);
    count++;
    if (encode(content, { allowedSpecial: new Set(), disallowedSpecial: new Set() }).length !== token_count) wrong++;
  }
console.log(`judge-exports: tokens of ${count} passages, ${wrong} counts differ from gpt-tokenizer`);
process.exit(wrong ? 1 : 0);
JS
node "$folder/tokens.mjs" "$out"/*.chunks
