//! A call made ready, to be run at once or on a thread of libuv's pool.

use foundry_core::error::{Error, ErrorKind};
use napi::bindgen_prelude::{AsyncTask, Buffer};
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::{Result, thrown};

/// What a call gives: JSON or text, and bytes where there are any.
#[napi(object, object_from_js = false)]
pub struct Answer {
    /// JSON, or text.
    pub text: String,
    /// What is no text.
    pub bytes: Option<Buffer>,
}

/// The same without anything of Node's, as other threads may make it.
pub type Raw = (String, Option<Vec<u8>>);

type Work = Box<dyn FnOnce() -> foundry_core::Result<Raw> + Send>;

/// A call with everything that it needs. It can be made once.
#[napi]
pub struct Call {
    work: Option<Work>,
}

impl Call {
    /// A call that gives text.
    pub fn of(work: impl FnOnce() -> foundry_core::Result<String> + Send + 'static) -> Call {
        Call::with_bytes(move || Ok((work()?, None)))
    }

    /// A call that may give bytes too.
    pub fn with_bytes(work: impl FnOnce() -> foundry_core::Result<Raw> + Send + 'static) -> Call {
        Call { work: Some(Box::new(work)) }
    }

    fn take(&mut self) -> Result<Work> {
        self.work.take().ok_or_else(|| thrown(&Error::new(ErrorKind::Config, "a call can be made once")))
    }
}

#[napi]
impl Call {
    /// Makes it now.
    #[napi]
    pub fn run(&mut self) -> Result<Answer> {
        self.take()?().map(Answer::from).map_err(|e| thrown(&e))
    }

    /// Makes it on a thread of libuv's pool.
    #[napi(ts_return_type = "Promise<Answer>")]
    pub fn start(&mut self) -> Result<AsyncTask<Pooled>> {
        Ok(AsyncTask::new(Pooled(Some(self.take()?))))
    }
}

impl From<Raw> for Answer {
    fn from((text, bytes): Raw) -> Answer {
        Answer { text, bytes: bytes.map(Buffer::from) }
    }
}

/// A call on its way through the pool.
pub struct Pooled(Option<Work>);

impl Task for Pooled {
    type Output = Raw;
    type JsValue = Answer;

    fn compute(&mut self) -> Result<Raw> {
        match self.0.take() {
            Some(work) => work().map_err(|e| thrown(&e)),
            None => Ok(Raw::default()),
        }
    }

    fn resolve(&mut self, _: Env, output: Raw) -> Result<Answer> {
        Ok(output.into())
    }
}
