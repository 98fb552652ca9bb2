//! The bound columns as a tree of keys, and shredding one value along it.

use std::collections::HashMap;

use super::parse::{Fault, Parser, Token, unescape};
use crate::record::ValueKind;

#[derive(Debug, Default)]
struct Node {
    /// In the order of the first row, which is mostly the order of every row.
    children: Vec<(Box<[u8]>, usize)>,
    /// For keys that come out of order.
    index: HashMap<Box<[u8]>, usize>,
    slots: Vec<usize>,
    messages: bool,
}

/// Which keys lead to which slots.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// Where shredding puts what it finds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// One token a slot.
    pub(super) tokens: Vec<Token>,
    /// The array of messages, brackets included.
    pub(super) messages: Option<(usize, usize)>,
}

impl Tree {
    /// A tree that leads nowhere.
    pub(super) fn new() -> Tree {
        Tree { nodes: vec![Node::default()] }
    }

    /// Leads this path to a slot.
    pub(super) fn add<'p>(&mut self, path: impl IntoIterator<Item = &'p str>, slot: usize) {
        let node = self.node(path);
        self.nodes[node].slots.push(slot);
    }

    /// Marks this path as the array of messages.
    pub(super) fn mark_messages<'p>(&mut self, path: impl IntoIterator<Item = &'p str>) {
        let node = self.node(path);
        self.nodes[node].messages = true;
    }

    fn node<'p>(&mut self, path: impl IntoIterator<Item = &'p str>) -> usize {
        let mut node = 0;
        for key in path {
            node = match self.nodes[node].index.get(key.as_bytes()) {
                Some(&child) => child,
                None => {
                    let child = self.nodes.len();
                    self.nodes.push(Node::default());
                    self.nodes[node].children.push((key.as_bytes().into(), child));
                    self.nodes[node].index.insert(key.as_bytes().into(), child);
                    child
                }
            };
        }
        node
    }

    /// Parses one value and puts the tokens of the bound paths into `found`. The last of equal keys wins.
    pub(super) fn shred(&self, parser: &mut Parser<'_>, found: &mut Found) -> Result<(), Fault> {
        self.value(parser, 0, found)
    }

    fn value(&self, parser: &mut Parser<'_>, node: usize, found: &mut Found) -> Result<(), Fault> {
        let here = &self.nodes[node];
        let first = parser.peek()?;
        let start = parser.position();
        let token = match first {
            b'{' | b'[' if here.children.is_empty() => {
                parser.skip()?;
                let end = parser.position();
                if here.messages && first == b'[' {
                    found.messages = Some((start, end));
                }
                Token { start, end, kind: ValueKind::Json, escaped: false }
            }
            b'{' => {
                self.object(parser, here, found)?;
                Token::NULL
            }
            b'[' => {
                self.array(parser, here, found)?;
                Token::NULL
            }
            b'"' => match parser.string()? {
                token if token.start == token.end => Token::NULL,
                token => token,
            },
            _ => parser.bare()?,
        };
        for &slot in &here.slots {
            if let Some(place) = found.tokens.get_mut(slot) {
                *place = token;
            }
        }
        Ok(())
    }

    fn object(&self, parser: &mut Parser<'_>, here: &Node, found: &mut Found) -> Result<(), Fault> {
        parser.enter()?;
        if parser.peek()? == b'}' {
            parser.leave();
            return Ok(());
        }
        let mut next = 0;
        loop {
            let key = parser.key()?;
            let bytes = &parser.data()[key.start..key.end];
            let child = if key.escaped {
                let mut text = String::new();
                unescape(&String::from_utf8_lossy(bytes), &mut text);
                here.index.get(text.as_bytes()).copied()
            } else {
                match here.children.get(next) {
                    Some((name, child)) if **name == *bytes => {
                        next += 1;
                        Some(*child)
                    }
                    _ => here.index.get(bytes).copied().inspect(|child| {
                        next = here.children.iter().position(|(_, c)| c == child).map_or(next, |at| at + 1);
                    }),
                }
            };
            match child {
                Some(child) => self.value(parser, child, found)?,
                None => parser.skip()?,
            }
            if !parser.another(b'}')? {
                return Ok(());
            }
        }
    }

    fn array(&self, parser: &mut Parser<'_>, here: &Node, found: &mut Found) -> Result<(), Fault> {
        parser.enter()?;
        if parser.peek()? == b']' {
            parser.leave();
            return Ok(());
        }
        for element in 0usize.. {
            match here.index.get(element.to_string().as_bytes()) {
                Some(&child) => self.value(parser, child, found)?,
                None => parser.skip()?,
            }
            if !parser.another(b']')? {
                break;
            }
        }
        Ok(())
    }
}
