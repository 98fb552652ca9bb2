//! Writes small ONNX files: as much of the protobuf format as a graph needs.

/// A message of the format, field by field.
#[derive(Clone, Default)]
pub struct Message(Vec<u8>);

impl Message {
    fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    pub fn int(mut self, field: u32, value: i64) -> Message {
        self.number(u64::from(field) << 3);
        self.number(value as u64);
        self
    }

    pub fn bytes(mut self, field: u32, value: impl AsRef<[u8]>) -> Message {
        self.number(u64::from(field) << 3 | 2);
        self.number(value.as_ref().len() as u64);
        self.0.extend_from_slice(value.as_ref());
        self
    }

    pub fn message(self, field: u32, value: Message) -> Message {
        self.bytes(field, value.0)
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

pub const FLOAT: i64 = 1;
pub const INT64: i64 = 7;
pub const BOOL: i64 = 9;

/// One side of a tensor that goes in or comes out.
#[derive(Clone, Copy)]
pub enum Side {
    Known(i64),
    Any(&'static str),
}

/// A graph as it is built up.
#[derive(Clone, Default)]
pub struct GraphFile {
    nodes: Vec<Message>,
    weights: Vec<Message>,
    inputs: Vec<Message>,
    outputs: Vec<Message>,
}

impl GraphFile {
    pub fn input(mut self, name: &str, kind: i64, sides: &[Side]) -> GraphFile {
        self.inputs.push(value(name, kind, sides));
        self
    }

    pub fn output(mut self, name: &str, sides: &[Side]) -> GraphFile {
        self.outputs.push(value(name, FLOAT, sides));
        self
    }

    pub fn floats(self, name: &str, sides: &[i64], values: &[f32]) -> GraphFile {
        self.weight(name, FLOAT, sides, values.iter().flat_map(|value| value.to_le_bytes()).collect())
    }

    pub fn ints(self, name: &str, sides: &[i64], values: &[i64]) -> GraphFile {
        self.weight(name, INT64, sides, values.iter().flat_map(|value| value.to_le_bytes()).collect())
    }

    pub fn weight(mut self, name: &str, kind: i64, sides: &[i64], data: Vec<u8>) -> GraphFile {
        self.weights.push(tensor(name, kind, sides).bytes(9, data));
        self
    }

    /// A weight that stands in another file.
    pub fn external(mut self, name: &str, sides: &[i64]) -> GraphFile {
        let place = Message::default().bytes(1, "location").bytes(2, "weights.bin");
        self.weights.push(tensor(name, FLOAT, sides).message(13, place).int(14, 1));
        self
    }

    pub fn node(self, kind: &str, inputs: &[&str], output: &str) -> GraphFile {
        self.node_with(kind, inputs, output, Vec::new())
    }

    pub fn node_with(
        mut self,
        kind: &str,
        inputs: &[&str],
        output: &str,
        attributes: Vec<Message>,
    ) -> GraphFile {
        let mut node = inputs.iter().fold(Message::default(), |node, input| node.bytes(1, input));
        node = node.bytes(2, output).bytes(3, output).bytes(4, kind);
        self.nodes.push(attributes.into_iter().fold(node, |node, attribute| node.message(5, attribute)));
        self
    }

    pub fn into_bytes(self) -> Vec<u8> {
        let parts = [(1, self.nodes), (5, self.weights), (11, self.inputs), (12, self.outputs)];
        let graph = parts.into_iter().fold(Message::default().bytes(2, "tiny"), |graph, (field, all)| {
            all.into_iter().fold(graph, |graph, one| graph.message(field, one))
        });
        let operators = Message::default().bytes(1, "").int(2, 14);
        Message::default().int(1, 8).message(7, graph).message(8, operators).into_bytes()
    }
}

pub fn int(name: &str, value: i64) -> Message {
    Message::default().bytes(1, name).int(3, value).int(20, 2)
}

pub fn ints(name: &str, values: &[i64]) -> Message {
    values.iter().fold(Message::default().bytes(1, name), |all, value| all.int(8, *value)).int(20, 7)
}

fn tensor(name: &str, kind: i64, sides: &[i64]) -> Message {
    sides.iter().fold(Message::default(), |all, side| all.int(1, *side)).int(2, kind).bytes(8, name)
}

fn value(name: &str, kind: i64, sides: &[Side]) -> Message {
    let shape = sides.iter().fold(Message::default(), |shape, side| {
        shape.message(
            1,
            match side {
                Side::Known(size) => Message::default().int(1, *size),
                Side::Any(name) => Message::default().bytes(2, name),
            },
        )
    });
    let tensor = Message::default().int(1, kind).message(2, shape);
    Message::default().bytes(1, name).message(2, Message::default().message(1, tensor))
}
