"""The settings by their Python names, for type checkers; the core says what each means (`foundry.json_schema()`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypedDict, Union

Role = Union[Literal["customer"], Literal["agent"], Literal["system"]]
Offsets = Union[Literal["bytes"], Literal["chars"], Literal["utf16"]]
ExportFormat = Union[
    Literal["jsonl_conversation"],
    Literal["jsonl_qa"],
    Literal["json_raw"],
    Literal["jsonl_sharegpt"],
    Literal["jsonl_alpaca"],
    Literal["jsonl_prompt_completion"],
    Literal["jsonl_anthropic"],
    Literal["jsonl_nova"],
    Literal["jsonl_gemini"],
    Literal["jsonl_mistral"],
    Literal["jsonl_together"],
    Literal["chunks"],
    Literal["jsonl_dpo"],
    Literal["parquet"],
]
MessageKind = Union[
    Literal["auto_reply"],
    Literal["out_of_office"],
    Literal["chat_event"],
    Literal["ticket_note"],
    Literal["nothing_written"],
]
Policy = Union[
    Literal["standard"],
    Literal["strict"],
    Literal["hipaa_safe_harbor"],
    Literal["pci"],
    Literal["gdpr"],
    Literal["redaction_points"],
]


class _Kind(TypedDict):
    type: Literal["replace", "redact", "mask", "hash", "encrypt", "surrogate", "shift_date", "generalize", "keep"]


class OperatorSettings(_Kind, total=False):
    """What is done to a finding: `{"type": "mask", "keep_last": 4}`."""

    character: str
    keep_first: int
    keep_last: int
    max_days: int
    dates: Literal["month", "year"]
    age_band: int
    top_age: int


class _Pattern(TypedDict):
    pattern: str
    token: str


class CustomPattern(_Pattern, total=False):
    """An own pattern: everything it matches becomes `[TOKEN_n]`."""

    description: str
    group: int


class SpanModelSettings(TypedDict, total=False):
    """How a model that the caller brings is used; the model itself is given to the core or the command line."""

    sha256: str
    labels: Mapping[str, str]
    min_score: float
    max_tokens: int
    overlap_words: int


class PiiSettings(TypedDict, total=False):
    """How personal data is found and what becomes of it."""

    enabled: bool
    policy: Policy
    entities: Sequence[str]
    add_entities: Sequence[str]
    remove_entities: Sequence[str]
    min_score: float
    locale: str
    operators: Mapping[str, OperatorSettings]
    default_operator: OperatorSettings
    role_names: bool
    email_domain_allow_list: Sequence[str]
    company_allow_list: Sequence[str]
    allow_list: Sequence[str]
    allow_phrases: Sequence[str]
    force_allow_lists: bool
    deny_list: Sequence[str]
    custom_patterns: Sequence[CustomPattern]
    name_model: Literal["off", "balanced", "high_recall"]
    span_model: SpanModelSettings
    known_values: bool
    hash_key: str
    encryption_key: str
    key_id: str
    key_domain: str


class ReadLimits(TypedDict, total=False):
    """Limits against hostile or broken input."""

    max_archive_bytes: int
    max_archive_members: int
    max_cell_bytes: int
    max_columns: int
    max_depth: int
    max_unpacked_bytes: int
    max_unpack_ratio: int
    max_sheet_cells: int
    max_grid_cells: int
    max_join_bytes: int
    max_workbook_memory: int
    max_workbook_seconds: int


class ReadOptions(TypedDict, total=False):
    """How an input is read; what is absent is found out."""

    format: Literal["csv", "xlsx", "xlsb", "xls", "ods", "json", "ndjson", "whatsapp", "mbox"]
    delimiter: str
    quote: str
    has_header: bool
    encoding: Literal["utf-8", "utf-16le", "utf-16be", "windows-1252"]
    sheet_name: str
    json_path: str
    messages_path: str
    member: str
    ragged_rows: Literal["reject", "pad"]
    limits: ReadLimits


class _Transform(TypedDict):
    type: str


class TransformRule(_Transform, total=False):
    """One change to a value on its way into its field."""

    params: Mapping[str, Any]


class _Mapping(TypedDict):
    source_field: str
    target_field: str


class FieldMapping(_Mapping, total=False):
    """Where the value of a standard field comes from."""

    confidence: Literal["high", "medium", "low"]
    is_pii: bool
    entity_type: str
    role: Role
    transform_rule: Union[TransformRule, Sequence[TransformRule]]
    reasons: Sequence[str]


class MappingOptions(TypedDict, total=False):
    """What steers mapping beyond the columns."""

    conversations: Mapping[str, Any]
    row_shape: Literal["message", "question_answer", "transcript"]
    date_order: Literal["auto", "day_first", "month_first"]
    utc_offset: str
    support_domains: Sequence[str]
    customer_field: str
    internal_notes: Mapping[str, Any]
    leave_out: Mapping[str, Any]
    agent_senders: Sequence[str]
    role_values: Mapping[str, Role]
    default_role: Role


class _Remembered(TypedDict):
    fingerprint: str
    mappings: Sequence[FieldMapping]


class RememberedMapping(_Remembered, total=False):
    """A confirmed mapping and the columns it is for, by the `fingerprint` that `inspect` gives."""

    mapping_options: MappingOptions


class CleanSettings(TypedDict, total=False):
    """Which parts of a message are cut."""

    enabled: bool
    quoted_replies: bool
    forwarded_headers: bool
    signatures: bool
    app_footers: bool
    disclaimers: bool
    chat_events: bool
    ticket_notes: bool
    placeholders: Literal["keep", "flag", "cut"]
    drop_messages: Sequence[MessageKind]


class DateRange(TypedDict, total=False):
    """A range of time in UTC: fixed, or rolling back from now."""

    start: Union[str, date]
    end: Union[str, date]
    rolling: str


class FilterSettings(TypedDict, total=False):
    """Which conversations stay."""

    min_message_count: int
    max_message_count: int
    status_filter: Sequence[str]
    require_roles: Sequence[Role]
    require_answer: bool
    date_range: DateRange
    min_word_count: int
    max_word_count: int
    min_agent_word_count: int
    max_side_share: float
    drop_auto_replies: bool
    drop_boilerplate: bool
    min_letter_share: Union[float, None]
    max_repeated_lines: Union[float, None]
    max_repeated_words: Union[float, None]
    languages: Sequence[str]
    max_pii_density: float
    duplicates: Literal["keep", "exact", "near"]
    min_similarity: float
    max_answer_repeats: int


class SplitSettings(TypedDict, total=False):
    """Shares of validation and test data; the rest is for training."""

    validation: float
    test: float
    seed: str
    near_duplicates_together: bool


class CardSettings(TypedDict, total=False):
    """What the data-set card says that only its author knows."""

    name: str
    description: str
    license: str
    languages: Sequence[str]
    tags: Sequence[str]
    url: str
    creator: str


class ExportConfig(TypedDict, total=False):
    """What goes into each example."""

    include_system_prompt: bool
    system_prompt_text: str
    context_window: int
    include_metadata: bool
    leading_agent: Literal["trim", "system", "keep"]
    max_tokens: int
    over_limit: Literal["split", "truncate", "drop"]
    overlap_turns: int
    tokenizer: Literal["o200k", "cl100k", "estimate"]
    count_tokens: bool
    split: SplitSettings
    card: CardSettings
    prices: Mapping[str, float]


class PipelineConfig(TypedDict, total=False):
    """The settings of a run."""

    source: ReadOptions
    mappings: Sequence[FieldMapping]
    mapping_options: MappingOptions
    clean_settings: CleanSettings
    remembered_mappings: Sequence[RememberedMapping]
    pii_settings: PiiSettings
    filter_settings: FilterSettings
    export_format: ExportFormat
    export_config: ExportConfig
