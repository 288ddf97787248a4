//! The requests that a server received, and their effects.

use std::collections::{HashMap, HashSet, VecDeque};

use docwright_runtime::Uuid;

/// How many requests are kept.
const KEPT: usize = 16;

/// A request that arrived completely.
#[derive(Clone, Debug)]
pub struct Received {
    pub head: String,
    pub body: Vec<u8>,
}

impl Received {
    /// The path with its query.
    pub fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn request_id(&self) -> Option<Uuid> {
        self.header("X-Request-Id").map(|id| id.parse().unwrap())
    }
}

#[derive(Default)]
pub struct Account {
    /// How many requests arrived, in whole or in part.
    pub requests: u32,
    /// How many of them had a fault.
    pub faults: u32,
    /// The number of the connection of each of them.
    pub connections: Vec<usize>,
    /// How many connections have ended.
    pub ended: usize,
    /// To how many requests nothing more is sent.
    pub settled: u32,
    /// The last ones that arrived completely.
    pub received: VecDeque<Received>,
    effects: HashMap<Uuid, u32>,
    /// Effects of idempotent requests.
    state: HashSet<String>,
}

impl Account {
    /// How often a call took effect.
    pub fn effects(&self, request_id: Uuid) -> u32 {
        self.effects.get(&request_id).copied().unwrap_or_default()
    }

    /// How often each call took effect.
    pub fn all_effects(&self) -> &HashMap<Uuid, u32> {
        &self.effects
    }

    pub(super) fn note(&mut self, request: &Received, acts: bool) {
        if let Some(id) = request.request_id().filter(|_| acts) {
            let has_effect = self.has_effect(id, request.target());
            *self.effects.entry(id).or_default() += u32::from(has_effect);
        }
        self.received.truncate(KEPT - 1);
        self.received.push_front(request.clone());
    }

    fn has_effect(&mut self, id: Uuid, target: &str) -> bool {
        match target.split('/').nth(1) {
            Some("idempotent") => self.state.insert(target.to_owned()),
            Some("by-request-id") => !self.effects.contains_key(&id),
            Some("non-idempotent") => true,
            _ => false,
        }
    }
}
