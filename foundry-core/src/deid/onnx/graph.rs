//! The graph of a model: read, checked, made ready, run.

use tract_onnx::pb::{GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto};
use tract_onnx::pb::{tensor_proto, tensor_shape_proto::dimension, type_proto};
use tract_onnx::prelude::*;
use tract_onnx::tract_hir::internal::{ToDim, bail};

use super::guarded;
use crate::error::{Error, ErrorKind, Result};

/// The most nodes of a graph with all that is in it.
const MOST_NODES: usize = 200_000;
/// How deep graphs may stand in nodes of graphs.
const DEEPEST: usize = 16;

/// What a graph takes in and gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `[1, tokens]` in, `[1, tokens, labels]` out.
    Tokens,
    /// Tokens, words and spans in, `[1, words, width, prompts]` out.
    Gliner {
        /// The most words of a span.
        max_width: usize,
    },
}

/// One of the tensors that go in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Input {
    Ids,
    Mask,
    Types,
    Words,
    Lengths,
    Spans,
    SpanMask,
}

impl Input {
    const ALL: [Input; 7] =
        [Input::Ids, Input::Mask, Input::Types, Input::Words, Input::Lengths, Input::Spans, Input::SpanMask];

    fn name(self) -> &'static str {
        match self {
            Input::Ids => "input_ids",
            Input::Mask => "attention_mask",
            Input::Types => "token_type_ids",
            Input::Words => "words_mask",
            Input::Lengths => "text_lengths",
            Input::Spans => "span_idx",
            Input::SpanMask => "span_mask",
        }
    }

    fn is_needed(self, kind: Kind) -> bool {
        match (self, kind) {
            (Input::Ids | Input::Mask, _) => true,
            (Input::Types, _) | (_, Kind::Tokens) => false,
            (_, Kind::Gliner { .. }) => true,
        }
    }

    fn is_allowed(self, kind: Kind) -> bool {
        self.is_needed(kind) || self == Input::Types
    }
}

/// A window as a graph takes it in.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The numbers of the tokens.
    pub ids: Vec<i64>,
    /// For each token the place of the word that it begins, from 1 on; 0 for all others. For GLiNER.
    pub words_mask: Vec<i64>,
    /// How many words there are. For GLiNER.
    pub words: usize,
}

/// What came out: numbers and their shape.
#[derive(Debug)]
pub(super) struct Scores {
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// A graph made ready; shared between threads.
pub(super) struct Graph {
    plan: Arc<TypedRunnableModel>,
    kind: Kind,
    inputs: Vec<(Input, DatumType)>,
    /// The number of tokens and words that all windows are filled up to, where the graph bears no others.
    fixed: Option<(usize, usize)>,
}

/// Reads the file of a graph, and checks what its parts say of themselves before memory is taken for them.
pub(super) fn read(file: &[u8]) -> Result<ModelProto> {
    let proto = tract_onnx::onnx()
        .proto_model_for_read(&mut std::io::Cursor::new(file))
        .map_err(|_| wrong("this is no ONNX file"))?;
    let graph = proto.graph.as_ref().ok_or_else(|| wrong("this is no ONNX file: there is no graph in it"))?;
    if graph.node.is_empty() || graph.output.is_empty() {
        return Err(wrong("this is no ONNX file: there is no graph in it"));
    }
    let mut nodes = 0;
    check(graph, file.len(), 0, &mut nodes)?;
    let made = |name: &str| graph.node.iter().any(|node| node.output.iter().any(|output| output == name));
    let given = |name: &str| {
        graph.input.iter().any(|input| input.name == name)
            || graph.initializer.iter().any(|tensor| tensor.name == name)
    };
    if graph.output.iter().any(|output| !made(&output.name) && !given(&output.name)) {
        return Err(wrong("the graph gives a tensor that nothing in it makes"));
    }
    Ok(proto)
}

fn check(graph: &GraphProto, file: usize, depth: usize, nodes: &mut usize) -> Result<()> {
    *nodes += graph.node.len();
    if depth > DEEPEST || *nodes > MOST_NODES {
        return Err(Error::new(ErrorKind::Limit, "the graph is larger than any model of this kind")
            .in_file("model.onnx"));
    }
    for tensor in &graph.initializer {
        check_tensor(tensor, file)?;
    }
    let attributes = graph.node.iter().flat_map(|node: &NodeProto| &node.attribute);
    for attribute in attributes {
        for tensor in attribute.t.iter().chain(&attribute.tensors) {
            check_tensor(tensor, file)?;
        }
        for graph in attribute.g.iter().chain(&attribute.graphs) {
            check(graph, file, depth + 1, nodes)?;
        }
    }
    Ok(())
}

/// Whether a tensor stands in the file, and is no larger than that.
fn check_tensor(tensor: &TensorProto, file: usize) -> Result<()> {
    let external = tensor_proto::DataLocation::External as i32;
    if tensor.data_location == Some(external) || !tensor.external_data.is_empty() {
        return Err(Error::new(ErrorKind::Unsupported, "the weights stand in another file than the graph")
            .in_file("model.onnx")
            .with_hint("write the model as one file, without external data"));
    }
    let mut sizes = tensor.dims.iter().map(|size| usize::try_from(*size).ok());
    let count = sizes.try_fold(1_usize, |count, size| count.checked_mul(size?));
    match count {
        Some(count) if count <= file => Ok(()),
        _ => Err(wrong("a tensor is larger than the file it stands in")),
    }
}

impl Graph {
    /// Makes a graph ready, for windows of any length or, where it bears no other, of `tokens` and `words`.
    pub fn new(proto: &ModelProto, kind: Kind, tokens: usize, words: usize) -> Result<Graph> {
        let own = proto.graph.as_ref().ok_or_else(|| wrong("there is no graph in it"))?;
        let inputs = inputs(own, kind)?;
        let output = output(own)?;
        let stated = own.input.iter().find(|input| input.name == Input::Ids.name()).and_then(stated_length);
        if stated.is_some_and(|stated| stated > tokens || stated < 8) {
            return Err(wrong("the graph has windows of another length than its configuration"));
        }
        let fixed = (stated.unwrap_or(tokens), words);
        let any = stated.is_none().then(|| prepare(proto, kind, &inputs, output, None));
        let (plan, fixed) = match any {
            Some(Ok(plan)) => (plan, None),
            // What cannot be settled for any length often can for one.
            _ => (prepare(proto, kind, &inputs, output, Some(fixed))?, Some(fixed)),
        };
        Ok(Graph { plan, kind, inputs, fixed })
    }

    /// The number of tokens that a window must not pass, if the graph itself says so.
    pub fn fixed_tokens(&self) -> Option<usize> {
        self.fixed.map(|(tokens, _)| tokens)
    }

    /// Runs a window. Errors tell nothing of what is in it.
    pub fn run(&self, batch: &Batch) -> Result<Scores> {
        let failed =
            || wrong("the model fails on a text").with_hint("its graph does not fit what it is given");
        let (tokens, words) = self.fixed.unwrap_or((batch.ids.len(), batch.words.max(1)));
        if batch.ids.len() > tokens || batch.words > words.max(1) {
            return Err(wrong("a text is longer than the model's windows"));
        }
        let run = || -> TractResult<Scores> {
            let tensors =
                self.inputs.iter().map(|(input, datum)| self.tensor(*input, *datum, batch, tokens, words));
            let out = self.plan.run(tensors.collect::<TractResult<TVec<TValue>>>()?)?;
            let Some(scores) = out.first() else { bail!("nothing comes out") };
            let scores = scores.cast_to::<f32>()?;
            let values = scores.to_plain_array_view::<f32>()?;
            Ok(Scores { shape: values.shape().to_vec(), values: values.iter().copied().collect() })
        };
        let scores = guarded("model.onnx", run)?.map_err(|_| failed())?;
        if scores.values.iter().any(|value| !value.is_finite()) {
            return Err(wrong("the model gives scores that are no numbers"));
        }
        Ok(scores)
    }

    fn tensor(
        &self,
        input: Input,
        datum: DatumType,
        batch: &Batch,
        tokens: usize,
        words: usize,
    ) -> TractResult<TValue> {
        let fill = |values: &mut dyn Iterator<Item = i64>| -> Vec<i64> {
            values.chain(std::iter::repeat(0)).take(tokens).collect()
        };
        let tensor = match input {
            Input::Ids => Tensor::from_shape(&[1, tokens], &fill(&mut batch.ids.iter().copied()))?,
            Input::Mask => Tensor::from_shape(&[1, tokens], &fill(&mut batch.ids.iter().map(|_| 1)))?,
            Input::Types => Tensor::from_shape(&[1, tokens], &vec![0_i64; tokens])?,
            Input::Words => Tensor::from_shape(&[1, tokens], &fill(&mut batch.words_mask.iter().copied()))?,
            Input::Lengths => Tensor::from_shape(&[1, 1], &[batch.words as i64])?,
            Input::Spans | Input::SpanMask => return self.spans(input, datum, batch.words, words),
        };
        Ok(tensor.cast_to_dt(datum)?.into_owned().into_tvalue())
    }

    /// The spans that are scored: for each word those of one word, of two and so on; what reaches over the end is masked.
    fn spans(&self, input: Input, datum: DatumType, words: usize, filled: usize) -> TractResult<TValue> {
        let Kind::Gliner { max_width } = self.kind else {
            return Ok(Tensor::zero::<i64>(&[1, 0])?.into_tvalue());
        };
        let places = || (0..filled).flat_map(|start| (0..max_width).map(move |more| (start, start + more)));
        let tensor = match input {
            Input::SpanMask => {
                let mask: Vec<bool> = places().map(|(_, last)| last < words).collect();
                Tensor::from_shape(&[1, mask.len()], &mask)?
            }
            _ => {
                let ends = |(start, last): (usize, usize)| match last < words {
                    true => [start as i64, last as i64],
                    false => [0, 0],
                };
                let spans: Vec<i64> = places().flat_map(ends).collect();
                Tensor::from_shape(&[1, filled * max_width, 2], &spans)?
            }
        };
        Ok(tensor.cast_to_dt(datum)?.into_owned().into_tvalue())
    }
}

/// The tensors that go in, in the order of the graph.
fn inputs(graph: &GraphProto, kind: Kind) -> Result<Vec<(Input, DatumType)>> {
    let mut inputs = Vec::new();
    let is_weight = |name: &str| graph.initializer.iter().any(|tensor| tensor.name == name);
    for own in graph.input.iter().filter(|own| !is_weight(&own.name)) {
        let input = Input::ALL.into_iter().find(|input| input.name() == own.name && input.is_allowed(kind));
        let input = input.ok_or_else(|| {
            let what = match kind {
                Kind::Tokens => "a model for token classification",
                Kind::Gliner { .. } => "a GLiNER model that scores spans",
            };
            Error::new(ErrorKind::Unsupported, format!("the graph wants an input that {what} does not have"))
                .in_file("model.onnx")
        })?;
        inputs.push((input, datum_type(own)?));
    }
    let missing = Input::ALL
        .into_iter()
        .find(|input| input.is_needed(kind) && !inputs.iter().any(|(own, _)| own == input));
    match missing {
        Some(input) => Err(wrong(format!("the graph has no input `{}`", input.name()))),
        None => Ok(inputs),
    }
}

fn datum_type(input: &ValueInfoProto) -> Result<DatumType> {
    let Some(type_proto::Value::TensorType(tensor)) =
        input.r#type.as_ref().and_then(|own| own.value.as_ref())
    else {
        return Err(wrong("an input of the graph has no type"));
    };
    use tensor_proto::DataType;
    match DataType::try_from(tensor.elem_type) {
        Ok(DataType::Int64) => Ok(i64::datum_type()),
        Ok(DataType::Int32) => Ok(i32::datum_type()),
        Ok(DataType::Bool) => Ok(bool::datum_type()),
        _ => Err(wrong("an input of the graph is of no type that holds numbers of tokens")),
    }
}

/// The number of tokens that the graph is made for, if it is made for one.
fn stated_length(input: &ValueInfoProto) -> Option<usize> {
    let type_proto::Value::TensorType(tensor) = input.r#type.as_ref()?.value.as_ref()?;
    match tensor.shape.as_ref()?.dim.get(1)?.value.as_ref()? {
        dimension::Value::DimValue(size) => usize::try_from(*size).ok().filter(|size| *size > 0),
        dimension::Value::DimParam(_) => None,
    }
}

/// The name of the scores: `logits`, or the only thing that comes out.
fn output(graph: &GraphProto) -> Result<&str> {
    let named = graph.output.iter().find(|output| output.name == "logits");
    match (named, graph.output.as_slice()) {
        (Some(output), _) | (None, [output]) => Ok(&output.name),
        _ => Err(wrong("the graph gives several tensors, and none is named `logits`")),
    }
}

fn prepare(
    proto: &ModelProto,
    kind: Kind,
    inputs: &[(Input, DatumType)],
    output: &str,
    fixed: Option<(usize, usize)>,
) -> Result<Arc<TypedRunnableModel>> {
    let prepare = || -> TractResult<Arc<TypedRunnableModel>> {
        let mut model = tract_onnx::onnx().with_ignore_value_info(true).model_for_proto_model(proto)?;
        let (tokens, words) = match fixed {
            Some((tokens, words)) => (tokens.to_dim(), words.to_dim()),
            None => {
                let symbols = &model.symbols;
                (symbols.sym("foundry_tokens").to_dim(), symbols.sym("foundry_words").to_dim())
            }
        };
        for (place, (input, datum)) in inputs.iter().enumerate() {
            let spans = match kind {
                Kind::Tokens => 0.to_dim(),
                Kind::Gliner { max_width } => words.clone() * max_width,
            };
            let shape: TVec<TDim> = match input {
                Input::Lengths => tvec![1.to_dim(), 1.to_dim()],
                Input::Spans => tvec![1.to_dim(), spans, 2.to_dim()],
                Input::SpanMask => tvec![1.to_dim(), spans],
                _ => tvec![1.to_dim(), tokens.clone()],
            };
            model.set_input_fact(place, InferenceFact::dt_shape(*datum, shape))?;
        }
        model.select_outputs_by_name([output])?;
        model.into_typed()?.into_optimized()?.into_runnable()
    };
    guarded("model.onnx", prepare)?.map_err(|error| {
        // What the library says names parts of the graph, no text.
        let cause: String = error.root_cause().to_string().chars().take(200).collect();
        Error::new(ErrorKind::Unsupported, format!("the graph cannot be run here: {cause}"))
            .in_file("model.onnx")
            .with_hint("graphs of opset 9 to 18 with the usual operators can")
    })
}

fn wrong(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Format, what).in_file("model.onnx")
}
