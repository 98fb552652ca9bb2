use super::*;
use crate::deid::NameModel;
use crate::entity::Span;
use crate::offsets::OffsetUnit;

const TEXT: &str = "Jane Roe, 212-555-0123, order 77";

fn map() -> LabelMap {
    let pairs = [("NAME", "PERSON"), ("TEL", "PHONE_NUMBER"), ("X", "-"), ("PLAIN", "O")];
    LabelMap::new(pairs, &PiiSettings::default()).expect("is fine")
}

fn labelled(text: &str, spans: &[(usize, usize, &str)]) -> LabelledText<'static> {
    let spans = spans.iter().map(|(start, end, label)| LabelledSpan {
        span: Span::new(*start, *end),
        label: (*label).to_owned().into(),
    });
    LabelledText { text: text.to_owned().into(), spans: spans.collect(), ..LabelledText::default() }
}

fn found(spans: &[(usize, usize, &'static str)]) -> Vec<FoundSpan<'static>> {
    let spans = spans.iter().map(|(start, end, label)| FoundSpan {
        span: Span::new(*start, *end),
        label: (*label).into(),
        token: None,
        is_kept: false,
    });
    spans.collect()
}

/// The report and the faults of one line.
fn judged(
    gold: &[(usize, usize, &str)],
    hits: &[(usize, usize, &'static str)],
) -> (EvaluationReport, Vec<FaultKind>) {
    let mut evaluator = Evaluator::new(map());
    let faults = evaluator.add(&labelled(TEXT, gold), &found(hits), None);
    (evaluator.report(), faults.into_iter().map(|fault| fault.kind).collect())
}

#[test]
fn all_right_is_all_ones() {
    let gold = [(0, 8, "NAME"), (10, 22, "TEL")];
    let (report, faults) = judged(&gold, &[(0, 8, "PERSON"), (10, 22, "PHONE_NUMBER")]);
    let all = report.overall;
    for scores in [all.strict, all.partial, all.characters] {
        assert_eq!((scores.precision, scores.recall, scores.f1), (Some(1.0), Some(1.0), Some(1.0)));
    }
    assert_eq!((all.leak_rate, all.full_coverage_rate, all.spurious), (Some(0.0), Some(1.0), 0));
    assert_eq!(report.residual_values.residual, 0);
    assert_eq!(faults, []);
}

#[test]
fn halves_meet_partly_and_hide_whole() {
    // The blank between the halves shows nothing.
    let (report, faults) = judged(&[(0, 8, "NAME")], &[(0, 4, "PERSON"), (5, 8, "PERSON")]);
    let person = report.entity_types["PERSON"];
    assert_eq!((person.strict.precision, person.strict.recall), (Some(0.0), Some(0.0)));
    assert_eq!((person.partial.precision, person.partial.recall), (Some(1.0), Some(1.0)));
    assert_eq!(person.characters.recall, Some(7.0 / 8.0));
    assert_eq!((person.leaked, person.missed), (0, 0));
    assert_eq!(faults, [FaultKind::Boundaries]);
}

#[test]
fn leaks_misses_wrong_types_and_inventions_are_told_apart() {
    let gold = [(0, 8, "NAME"), (10, 22, "TEL")];
    let (report, faults) = judged(&gold, &[(0, 4, "PERSON"), (30, 32, "PHONE_NUMBER")]);
    assert_eq!((report.overall.leaked, report.overall.missed, report.overall.spurious), (2, 1, 1));
    assert_eq!(faults, [FaultKind::Leaked, FaultKind::Missed, FaultKind::Spurious]);
    // The whole name is gone though its first half was all that was found? No: `Roe` stays.
    assert_eq!((report.residual_values.values, report.residual_values.residual), (2, 1));
    let (report, faults) = judged(&[(10, 22, "TEL")], &[(10, 22, "PERSON")]);
    assert_eq!(faults, [FaultKind::WrongType]);
    assert_eq!((report.overall.leaked, report.overall.blind_character_recall), (0, Some(1.0)));
    assert_eq!(report.entity_types["PERSON"].spurious, 0);
    assert_eq!(report.overall.strict.f2, Some(0.0));
}

#[test]
fn what_is_left_out_counts_neither_way() {
    // `-` and unknown labels need not be found and may be; the finding over the name counts, its tail does not.
    for label in ["X", "UNKNOWN"] {
        let (report, faults) = judged(&[(30, 32, label)], &[(30, 32, "PERSON")]);
        assert_eq!((report.overall.labelled, report.overall.found, report.left_out), (0, 0, 1));
        assert_eq!((report.clean_lines.lines, faults.len()), (0, 0));
        assert_eq!(report.labels[label].labelled, 1);
        let (report, _) = judged(&[(0, 4, "NAME"), (4, 8, label)], &[(0, 8, "PERSON")]);
        assert_eq!(report.overall.characters.precision, Some(1.0));
        assert_eq!(report.overall.found, 1);
    }
    // So does what a detector finds under a name that stands for nothing: it hides nothing either.
    let (report, _) = judged(&[(0, 8, "NAME")], &[(0, 8, "NRP")]);
    assert_eq!((report.overall.missed, report.left_out), (1, 1));
    assert_eq!(report.labels["NRP"].stands_for, None);
    // `O` is plain text: the line is clean, and touched.
    let (report, faults) = judged(&[(30, 32, "PLAIN")], &[(30, 32, "PERSON")]);
    assert_eq!((report.clean_lines.lines, report.clean_lines.touched), (1, 1));
    assert_eq!(faults, [FaultKind::Spurious]);
}

#[test]
fn a_kept_finding_is_found_but_hides_nothing() {
    let mut evaluator = Evaluator::new(map());
    let mut hits = found(&[(0, 8, "PERSON")]);
    hits[0].is_kept = true;
    evaluator.add(&labelled(TEXT, &[(0, 8, "NAME")]), &hits, None);
    evaluator.add(&labelled(TEXT, &[]), &hits, None);
    let report = evaluator.report();
    assert_eq!((report.overall.strict.recall, report.overall.leaked), (Some(1.0), 1));
    assert_eq!(report.clean_lines.touched, 0);
}

#[test]
fn duplicates_count_once_and_odd_spans_not_at_all() {
    let gold = [(0, 8, "NAME"), (0, 8, "NAME"), (3, 3, "NAME"), (30, 99, "NAME")];
    let (report, _) = judged(&gold, &[(0, 8, "PERSON"), (0, 8, "PERSON"), (9, 2, "PERSON")]);
    assert_eq!((report.overall.labelled, report.overall.found), (1, 1));
    assert_eq!(report.overall.strict.f1, Some(1.0));
}

#[test]
fn tokens_are_read_off_the_text_and_compared() {
    let text = "Ann called Ann and Bob";
    let gold = [(0, 3, "NAME"), (11, 14, "NAME"), (19, 22, "NAME")];
    let hits = found(&[(0, 3, "PERSON"), (11, 14, "PERSON"), (19, 22, "PERSON")]);
    let consistency = |out: &str| {
        let mut evaluator = Evaluator::new(map());
        evaluator.add(&labelled(text, &gold), &hits, Some(out));
        let found = evaluator.report().token_consistency;
        (found.values, found.split, found.merged)
    };
    assert_eq!(consistency("[P_1] called [P_1] and [P_2]"), (2, 0, 0));
    assert_eq!(consistency("[P_1] called [P_2] and [P_3]"), (2, 1, 0));
    assert_eq!(consistency("[P_1] called [P_1] and [P_1]"), (2, 0, 1));
    // What is not a token is not compared.
    assert_eq!(consistency("*** called *** and ***"), (0, 0, 0));
}

#[test]
fn the_engine_is_judged_with_known_values_and_languages() {
    let line = r#"{"text":"Zyx rang","spans":[{"start":0,"end":3,"label":"NAME"}],"language":"en",
        "knownValues":[{"entityType":"PERSON","value":"Zyx Quorvane"}]}"#;
    let text = LabelledText::from_json(line, OffsetUnit::Chars).expect("is fine");
    let settings = PiiSettings { name_model: NameModel::Off, ..PiiSettings::default() };
    let report = evaluate(&[text], map(), &settings).expect("is fine");
    assert_eq!(report.overall.strict.f1, Some(1.0));
    assert_eq!(report.languages["en"], report.overall);
    assert_eq!((report.token_consistency.values, report.residual_values.residual), (1, 0));
}
