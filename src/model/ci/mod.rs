//! What continuous integration tests, how, and when: the part of the model that all environments share.
//!
//! Nothing here knows what the code of a service imports; that is read from the code, and compared with what stands
//! here, by later stages. Whatever ends up in a shell, a path or the name of a job is restricted to letters that mean
//! nothing there.

pub mod action;
pub mod check;
pub mod container;
pub mod safe;

use serde::Serialize;

use crate::finding::Findings;
use crate::model::ci::action::Action;
use crate::model::ci::container::Container;
use crate::model::ci::safe::Branch;
use crate::model::ci::safe::Command;
use crate::model::ci::safe::Folder;
use crate::model::ci::safe::Name;
use crate::model::ci::safe::Pattern;
use crate::model::decode::Decode;
use crate::model::decode::Named;
use crate::model::decode::wrong_type;
use crate::model::fields::decode_fields;
use crate::model::layer::Data;
use crate::model::layer::Value;

/// Continuous integration.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ci {
    /// The name of the workflow, and of its file in `.github/workflows/`.
    pub workflow: Name,
    /// Branches whose pushes are tested; pull requests always are.
    pub branches: Vec<Branch>,
    /// The machine that jobs run on.
    pub runner: Name,
    /// Minutes after which a job is stopped.
    pub timeout: u32,
    /// What is read as Python, and how.
    pub python: Python,
    /// Further files of every service: patterns in which `{service}` stands for its name or that of one of its parts.
    pub watch: Vec<Pattern>,
    /// Files of which a change selects every service.
    pub everything: Vec<Pattern>,
    /// Images that are built from a folder of the repository, by their reference as a Dockerfile's `FROM` has it.
    pub images: Named<Folder>,
    /// Which services a change in a folder that they share selects.
    pub shared_triggers: SharedTriggers,
    /// Other names of services, for whoever starts the workflow by hand.
    pub aliases: Named<Name>,
    /// Containers that tests may ask for.
    pub containers: Named<Container>,
    /// Python packages that every job installs, with their versions.
    pub tools: Named<String>,
    /// The commands of a job, in their order; each runs in the folder of the service.
    pub checks: Named<Command>,
    /// The actions that the workflow uses, each at one commit.
    pub actions: Named<Action>,
    /// The action that installs groundplan: a key of `actions`, or a path such as `./`.
    pub groundplan: String,
}

/// What is read as Python.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Python {
    /// The version that tests run with, such as `"3.11"`.
    pub version: Version,
    /// Folders whose sources are read.
    pub roots: Vec<Folder>,
    /// Folders in which imports are looked up, after that of the service itself; `.` is the repository.
    pub path: Vec<Folder>,
    /// Files in which strings that name a module count as imports, such as the arguments of Celery.
    pub strings: Vec<Pattern>,
}

/// A version of Python, written `"3.11"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Version(pub String);

impl Decode for Version {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        let text = String::decode(findings, value)?;
        let number = |part: &str| !part.is_empty() && part.len() < 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = text.split('.').collect();
        if (2..=3).contains(&parts.len()) && parts.iter().all(|part| number(part)) {
            return Some(Self(text));
        }
        wrong_type(findings, value, "a version of Python such as \"3.11\"")
    }
}

/// Which services a change in a shared folder selects.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum SharedTriggers {
    /// Those that import from it.
    #[serde(serialize_with = "derived")]
    Derived,
    /// Those named here, by a folder or a pattern; the imports must agree.
    Written(Named<Vec<Name>>),
}

/// The file that is installed where a service names none.
pub const REQUIREMENTS: &str = "requirements.txt";

/// The word that stands for [`SharedTriggers::Derived`].
const DERIVED: &str = "derived";

fn derived<S: serde::Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(DERIVED)
}

impl Decode for SharedTriggers {
    fn decode(findings: &mut Findings, value: &Value) -> Option<Self> {
        match &value.data {
            Data::Scalar { text, .. } if text == DERIVED => Some(Self::Derived),
            Data::Map(entries) => {
                for entry in entries {
                    Pattern::check(findings, &entry.name, &entry.key);
                }
                Named::decode(findings, value).map(Self::Written)
            }
            _ => wrong_type(findings, value, "`derived`, or a map of folders to lists of services,"),
        }
    }
}

/// What a service says of its own job.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// The workflow that tests it, if this one does not: a file in `.github/workflows/`.
    pub tested_by: Option<Folder>,
    /// Why nothing tests it, where that is right.
    pub untested: Option<String>,
    /// Its version of Python, if it differs.
    pub python: Option<Version>,
    /// Further files of it.
    pub watch: Vec<Pattern>,
    /// The containers that its tests reach: keys of `ci.containers`. `None` if nobody said.
    pub containers: Option<Vec<Name>>,
    /// The requirements files that its job installs, relative to its folder; `requirements.txt`, if it does not say.
    pub requirements: Vec<Folder>,
}

decode_fields!(Ci {
    workflow: "workflow" = Name("services".to_owned()),
    branches: "branches" = vec![Branch("main".to_owned())],
    runner: "runner" = Name("ubuntu-24.04".to_owned()),
    timeout: "timeout" = 20,
    python: "python",
    watch: "watch" = Vec::new(),
    everything: "everything" = Vec::new(),
    images: "images" = Named::default(),
    shared_triggers: "sharedTriggers" = SharedTriggers::Derived,
    aliases: "aliases" = Named::default(),
    containers: "containers" = Named::default(),
    tools: "tools" = Named::default(),
    checks: "checks" = Named::default(),
    actions: "actions" = Named::default(),
    groundplan: "groundplan" = "groundplan/groundplan".to_owned(),
});

decode_fields!(Python {
    version: "version",
    roots: "roots",
    path: "path" = vec![Folder(".".to_owned())],
    strings: "strings" = Vec::new(),
});

decode_fields!(Job {
    tested_by: "testedBy" = None,
    untested: "untested" = None,
    python: "python" = None,
    watch: "watch" = Vec::new(),
    containers: "containers" = None,
    requirements: "requirements" = vec![Folder(REQUIREMENTS.to_owned())],
});
