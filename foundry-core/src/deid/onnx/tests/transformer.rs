//! A small BERT with drawn weights, written node by node as exporters write it: shapes that are computed from other
//! shapes, masks added to scores, normalisation and activation in parts.

use super::graph_file::{FLOAT, GraphFile, INT64, Side, int, ints};

const HIDDEN: i64 = 16;
const HEADS: i64 = 2;
const INNER: i64 = 32;
const POSITIONS: i64 = 64;

/// Numbers between -1 and 1 from a generator of one line (xorshift64*), scaled.
struct Drawn(u64);

impl Drawn {
    fn floats(&mut self, count: i64, scale: f32) -> Vec<f32> {
        let next = |_| {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            let bits = (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 40) as f32;
            (bits / (1 << 23) as f32 - 1.0) * scale
        };
        (0..count).map(next).collect()
    }
}

/// The graph for windows of any length, or of one.
pub fn bert(words: i64, labels: i64, layers: usize, length: Option<i64>) -> GraphFile {
    let mut drawn = Drawn(0x5EED_0BE7);
    let sides = [Side::Any("batch"), length.map_or(Side::Any("sequence"), Side::Known)];
    let mut graph = GraphFile::default()
        .input("input_ids", INT64, &sides)
        .input("attention_mask", INT64, &sides)
        .input("token_type_ids", INT64, &sides)
        .floats("words", &[words, HIDDEN], &drawn.floats(words * HIDDEN, 1.0))
        .floats("positions", &[POSITIONS, HIDDEN], &drawn.floats(POSITIONS * HIDDEN, 0.3))
        .floats("types", &[2, HIDDEN], &drawn.floats(2 * HIDDEN, 0.3))
        .ints("all_places", &[1, POSITIONS], &(0..POSITIONS).collect::<Vec<_>>())
        .ints("zero", &[], &[0])
        .ints("one", &[], &[1])
        .ints("zeros", &[1], &[0])
        .ints("ones", &[1], &[1])
        .ints("axis_two", &[1], &[2])
        .ints("heads", &[1], &[HEADS])
        .ints("per_head", &[1], &[HIDDEN / HEADS])
        .ints("hidden", &[1], &[HIDDEN])
        .floats("one_float", &[], &[1.0])
        .floats("two_float", &[], &[2.0])
        .floats("half", &[], &[0.5])
        .floats("root_two", &[], &[std::f32::consts::SQRT_2])
        .floats("tiny", &[], &[1e-12])
        .floats("least", &[], &[f32::MIN])
        .floats("root_per_head", &[], &[((HIDDEN / HEADS) as f32).sqrt()])
        // Words, places and types.
        .node("Shape", &["input_ids"], "shape")
        .node_with("Gather", &["shape", "one"], "length", vec![int("axis", 0)])
        .node("Unsqueeze", &["length", "zeros"], "length_list")
        .node("Slice", &["all_places", "zeros", "length_list", "ones", "ones"], "places")
        .node("Gather", &["words", "input_ids"], "of_words")
        .node("Gather", &["types", "token_type_ids"], "of_types")
        .node("Gather", &["positions", "places"], "of_places")
        .node("Add", &["of_words", "of_types"], "words_and_types")
        .node("Add", &["words_and_types", "of_places"], "embedded")
        // What is masked scores next to nothing.
        .node("Unsqueeze", &["attention_mask", "ones"], "mask_three")
        .node("Unsqueeze", &["mask_three", "axis_two"], "mask_four")
        .node_with("Cast", &["mask_four"], "mask_float", vec![int("to", FLOAT)])
        .node("Sub", &["one_float", "mask_float"], "masked")
        .node("Mul", &["masked", "least"], "mask");
    graph = normalised(graph, &mut drawn, "embedded", "layer_0");
    for layer in 0..layers {
        graph = block(graph, &mut drawn, layer);
    }
    let last = format!("layer_{layers}");
    linear(graph, &mut drawn, &last, "logits", HIDDEN, labels)
        .output("logits", &[sides[0], sides[1], Side::Known(labels)])
}

fn block(graph: GraphFile, drawn: &mut Drawn, layer: usize) -> GraphFile {
    let (input, output) = (format!("layer_{layer}"), format!("layer_{}", layer + 1));
    let own = |name: &str| format!("{name}_{layer}");
    let mut graph = graph;
    for name in ["query", "key", "value"] {
        let (flat, shape, split, turned) = (
            own(name),
            own(&format!("{name}_shape")),
            own(&format!("{name}_split")),
            own(&format!("{name}_heads")),
        );
        graph = linear(graph, drawn, &input, &flat, HIDDEN, HIDDEN);
        graph = shape_of(graph, &flat, &shape, &["heads", "per_head"]);
        let order: &[i64] = if name == "key" { &[0, 2, 3, 1] } else { &[0, 2, 1, 3] };
        graph = graph.node("Reshape", &[&flat, &shape], &split).node_with(
            "Transpose",
            &[&split],
            &turned,
            vec![ints("perm", order)],
        );
    }
    let [scores, scaled, with_mask, shares, mixed, turned, shape, joined, attended, sum, middle] = [
        "scores",
        "scaled",
        "with_mask",
        "shares",
        "mixed",
        "mixed_turned",
        "mixed_shape",
        "joined",
        "attended",
        "sum",
        "middle",
    ]
    .map(own);
    graph = graph
        .node("MatMul", &[&own("query_heads"), &own("key_heads")], &scores)
        .node("Div", &[&scores, "root_per_head"], &scaled)
        .node("Add", &[&scaled, "mask"], &with_mask)
        .node_with("Softmax", &[&with_mask], &shares, vec![int("axis", 3)])
        .node("MatMul", &[&shares, &own("value_heads")], &mixed)
        .node_with("Transpose", &[&mixed], &turned, vec![ints("perm", &[0, 2, 1, 3])]);
    graph = shape_of(graph, &turned, &shape, &["hidden"]).node("Reshape", &[&turned, &shape], &joined);
    graph = linear(graph, drawn, &joined, &attended, HIDDEN, HIDDEN).node("Add", &[&attended, &input], &sum);
    graph = normalised(graph, drawn, &sum, &middle);
    // The activation in its parts: x / 2 · (1 + erf(x / √2)).
    let [inner, divided, error, plus, product, active, outer, end] =
        ["inner", "divided", "error", "plus", "product", "active", "outer", "end"].map(own);
    graph = linear(graph, drawn, &middle, &inner, HIDDEN, INNER)
        .node("Div", &[&inner, "root_two"], &divided)
        .node("Erf", &[&divided], &error)
        .node("Add", &[&error, "one_float"], &plus)
        .node("Mul", &[&inner, &plus], &product)
        .node("Mul", &[&product, "half"], &active);
    graph = linear(graph, drawn, &active, &outer, INNER, HIDDEN).node("Add", &[&outer, &middle], &end);
    normalised(graph, drawn, &end, &output)
}

fn linear(graph: GraphFile, drawn: &mut Drawn, input: &str, output: &str, from: i64, to: i64) -> GraphFile {
    let (weight, bias, product) = (format!("{output}_w"), format!("{output}_b"), format!("{output}_p"));
    graph
        .floats(&weight, &[from, to], &drawn.floats(from * to, 0.6))
        .floats(&bias, &[to], &drawn.floats(to, 0.1))
        .node("MatMul", &[input, &weight], &product)
        .node("Add", &[&bias, &product], output)
}

/// The first two sides of a tensor, and further ones.
fn shape_of(graph: GraphFile, tensor: &str, output: &str, rest: &[&str]) -> GraphFile {
    let mut graph = graph;
    let mut parts = Vec::new();
    for (number, place) in ["zero", "one"].into_iter().enumerate() {
        let [shape, side, list] = ["of", "side", "list"].map(|name| format!("{output}_{name}_{number}"));
        graph = graph
            .node("Shape", &[tensor], &shape)
            .node_with("Gather", &[&shape, place], &side, vec![int("axis", 0)])
            .node("Unsqueeze", &[&side, "zeros"], &list);
        parts.push(list);
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).chain(rest.iter().copied()).collect();
    graph.node_with("Concat", &parts, output, vec![int("axis", 0)])
}

fn normalised(graph: GraphFile, drawn: &mut Drawn, input: &str, output: &str) -> GraphFile {
    let [mean, centred, squared, variance, safe, root, even, scaled, weight, bias] =
        ["mean", "centred", "squared", "variance", "safe", "root", "even", "scaled", "weight", "bias"]
            .map(|name| format!("{output}_{name}"));
    let last = || vec![ints("axes", &[-1])];
    let weights: Vec<f32> = drawn.floats(HIDDEN, 0.2).into_iter().map(|weight| 1.0 + weight).collect();
    graph
        .floats(&weight, &[HIDDEN], &weights)
        .floats(&bias, &[HIDDEN], &drawn.floats(HIDDEN, 0.2))
        .node_with("ReduceMean", &[input], &mean, last())
        .node("Sub", &[input, &mean], &centred)
        .node("Pow", &[&centred, "two_float"], &squared)
        .node_with("ReduceMean", &[&squared], &variance, last())
        .node("Add", &[&variance, "tiny"], &safe)
        .node("Sqrt", &[&safe], &root)
        .node("Div", &[&centred, &root], &even)
        .node("Mul", &[&even, &weight], &scaled)
        .node("Add", &[&scaled, &bias], output)
}
