//! The command line of CONTRACT.md. Long options everywhere.

use clap::{Args, Parser, Subcommand, ValueEnum};
use oogmerk_report::Lang;
use std::path::PathBuf;

/// An accurate, evidenced register of a public body's cameras: how many, who really made them, where, what for,
/// and whether anything leaves.
#[derive(Debug, Parser)]
#[command(name = "oogmerk", version, propagate_version = true, max_term_width = 100)]
pub struct Arguments {
    /// Language of sentences: nl, fr, de or en [default: from the environment]
    #[arg(long, global = true, value_parser = language)]
    pub lang: Option<Lang>,
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "one of nl, fr, de, en".to_owned())
}

impl Arguments {
    /// The language asked for, else the environment's, else English.
    pub fn language(&self) -> Lang {
        let from_environment = || {
            ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .filter_map(|v| std::env::var(v).ok())
                .find(|v| !v.is_empty())
                .and_then(|v| Lang::parse(v.split(['.', '@']).next().unwrap_or("")))
        };
        self.lang.or_else(from_environment).unwrap_or(Lang::En)
    }
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Files, folders or standard input in, devices out; nothing is stored
    #[command(
        after_help = "Examples:\n  oogmerk identify museum.pcapng nmap.xml\n  oogmerk identify --output jsonl exports/ | jq .maker.value\n  some-tool | oogmerk identify -"
    )]
    Identify(Identify),
    /// Why a device is what it is: finding, claims, evidence, bytes
    #[command(
        after_help = "Examples:\n  oogmerk explain dev-7f3k2m9q museum.pcapng\n  oogmerk explain --register town.db --lang nl dev-7f3k2m9q\n  oogmerk explain --why-not axis dev-7f3k2m9q museum.pcapng"
    )]
    Explain(Explain),
    /// A safe, active survey; without a warrant of loopback only
    #[command(
        after_help = "Examples:\n  oogmerk discover 127.0.0.0/24 --dry-run\n  oogmerk discover 127.0.0.1 --only http"
    )]
    Discover(Discover),
    /// Captures into a register, without sending anything
    #[command(after_help = "Examples:\n  oogmerk watch monday.pcapng tuesday.pcapng --register town.db")]
    Watch(Watch),
    /// Files into a register: scans, exports, spreadsheets, captures
    #[command(
        after_help = "Examples:\n  oogmerk import cameras.xlsx --register town.db --dry-run\n  oogmerk import cameras.csv --map D=ignore --register town.db"
    )]
    Import(Import),
    /// Questions to a register
    #[command(
        after_help = "Examples:\n  oogmerk register count --register town.db\n  oogmerk register check --register town.db"
    )]
    Register(Register),
    /// The standing report as one self-contained page
    #[command(after_help = "Examples:\n  oogmerk report --register town.db --lang nl -o report.html")]
    Report(Report),
    /// The same answers as pages, on loopback
    Serve(Serve),
    /// A simulated town: surveyed, identified, judged, shown
    Demo(Demo),
    /// The knowledge base and its proof
    #[command(
        after_help = "Examples:\n  oogmerk knowledge explain Honeywell --lang nl\n  oogmerk knowledge dispute honeywell-by-dahua -o objection.md\n  oogmerk knowledge coverage --output csv\n  oogmerk knowledge key new -o province.key\n  oogmerk knowledge pack --key province.key --maker \"A province\" -o makers.pack\n  oogmerk knowledge trust 5f0c…64 hex digits…\n  oogmerk knowledge update makers.pack --register town.db --dry-run\n  oogmerk knowledge update --oui /usr/share/ieee-data/oui.csv\n  oogmerk knowledge check --recog recog/"
    )]
    Knowledge(Knowledge),
    /// The project's own figures, one JSON line each
    Bench(Bench),
    /// Shell completions on standard output
    Completions(Completions),
    /// Manual pages into a folder
    Manual(Manual),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Output {
    #[default]
    Table,
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum IncludeWhat {
    /// Cameras, recorders and what is suspected to be; the rest as one count per kind
    #[default]
    Registered,
    /// The same, and routers, switches, access points and gateways of makers that a standard list names
    Sensitive,
    /// Everything seen, people's things too; for networks that are your own laboratory
    All,
}

#[derive(Debug, Args)]
pub struct Identify {
    /// Files, folders, or - for standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    pub output: Output,
    /// Read every input as this format instead of recognising it
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<String>,
    #[arg(long, value_enum, default_value_t)]
    pub include: IncludeWhat,
    /// One verdict per input line at once, flat memory, no merging
    #[arg(long)]
    pub each: bool,
    /// The owner's ranges, beside the private ones
    #[arg(long, value_name = "RANGE")]
    pub inside: Vec<String>,
    /// Plain characters instead of marks
    #[arg(long)]
    pub ascii: bool,
    /// Show every row
    #[arg(long)]
    pub all: bool,
    /// Judge as of this day (YYYY-MM-DD) [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Bytes of readings that stay in memory, for tests
    #[arg(long, hide = true, value_name = "BYTES")]
    pub held_most: Option<usize>,
    /// Bytes of names, keys and traffic that stay in memory, for tests
    #[arg(long, hide = true, value_name = "BYTES")]
    pub named_most: Option<usize>,
    #[command(flatten)]
    pub copies: ForeignCopies,
}

/// Other people's fingerprints, from the user's own copy: extra voices, moderate at most
#[derive(Debug, Default, Args)]
pub struct ForeignCopies {
    /// A folder of Recog databases (.xml), read as extra, separately named voices
    #[arg(long, value_name = "DIR", env = "OOGMERK_RECOG")]
    pub recog: Option<PathBuf>,
    /// An installed nmap's service probes, read as extra, separately named voices
    #[arg(long, value_name = "FILE", env = "OOGMERK_NMAP_PROBES")]
    pub nmap_probes: Option<PathBuf>,
    /// List every pattern of them that could not be used
    #[arg(long)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// A device's id, its MAC, address, asset number or subject
    pub id: String,
    /// The files it was identified from, where there is no register
    pub paths: Vec<PathBuf>,
    #[arg(long)]
    pub register: Option<PathBuf>,
    /// Answer the opposite question: why is it not this maker?
    #[arg(long, value_name = "MAKER")]
    pub why_not: Option<String>,
    #[command(flatten)]
    pub copies: ForeignCopies,
}

#[derive(Debug, Args)]
pub struct Discover {
    /// Addresses or ranges, such as 127.0.0.0/24
    #[arg(required = true)]
    pub ranges: Vec<String>,
    #[arg(long)]
    pub warrant: Option<PathBuf>,
    #[arg(long)]
    pub register: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    pub output: Output,
    /// Only this protocol
    #[arg(long, value_name = "PROTO")]
    pub only: Vec<String>,
    /// List what would be sent, and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Packets a second for the whole site; only lowers
    #[arg(long)]
    pub pace: Option<u32>,
    /// Raise every port by this much (loopback only): for the simulated town
    #[arg(long, default_value_t = 0)]
    pub loopback_port_shift: u16,
}

#[derive(Debug, Args)]
pub struct Watch {
    /// Capture files
    #[arg(required = true)]
    pub captures: Vec<PathBuf>,
    #[arg(long)]
    pub register: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Import {
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    #[arg(long)]
    pub register: PathBuf,
    /// Show the difference it would make, and store nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Read a table's column as this field: D=model, D=ignore
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<String>,
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<String>,
    /// Name of the body, when the register is made anew
    #[arg(long, default_value = "")]
    pub body: String,
    /// Bytes of readings that stay in memory, for tests
    #[arg(long, hide = true, value_name = "BYTES")]
    pub held_most: Option<usize>,
    /// Bytes of names, keys and traffic that stay in memory, for tests
    #[arg(long, hide = true, value_name = "BYTES")]
    pub named_most: Option<usize>,
}

#[derive(Debug, Args)]
pub struct Register {
    #[command(subcommand)]
    pub question: RegisterQuestion,
}

#[derive(Debug, Args)]
pub struct When {
    #[arg(long)]
    pub register: PathBuf,
    /// As it was on this day
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// As it was known on this day
    #[arg(long, value_name = "DATE")]
    pub known_on: Option<String>,
    #[arg(long, value_enum, default_value_t)]
    pub output: Output,
}

#[derive(Debug, Subcommand)]
pub enum RegisterQuestion {
    /// Every device
    List(When),
    /// One device
    Show {
        id: String,
        #[command(flatten)]
        when: When,
    },
    /// How many, by maker, brand or kind
    Count {
        #[arg(long, default_value = "maker", value_parser = ["maker", "brand", "kind"])]
        by: String,
        /// Over which kinds; else cameras and recorders, and by kind everything registered
        #[arg(long, value_parser = ["cameras", "recorders", "registered"])]
        of: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Declared against found
    Reconcile(When),
    /// What happened to a device
    History {
        id: String,
        #[command(flatten)]
        when: When,
    },
    /// Whether the chain of facts is whole
    Check {
        #[arg(long)]
        register: PathBuf,
    },
    /// What a person says about a device: its place, purpose, that it was removed
    State {
        /// Device id
        id: String,
        /// place, room, department, purpose, legal-ground, supplier, contract, note or removed
        topic: String,
        /// What is said; left out, an earlier statement is taken back
        value: Option<String>,
        #[arg(long)]
        register: PathBuf,
        /// True from this day on
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
    },
    /// Forget what the retention rules say is due
    Forget {
        #[arg(long)]
        register: PathBuf,
        /// Evidence, months after a device's removal
        #[arg(long, default_value_t = 24)]
        evidence_months: u32,
        /// Outside contacts, months
        #[arg(long, default_value_t = 13)]
        contact_months: u32,
        /// Reader log, months
        #[arg(long, default_value_t = 12)]
        reader_months: u32,
        /// Draft imports, days
        #[arg(long, default_value_t = 30)]
        draft_days: u32,
    },
    /// Erase for good what was read from one input, about one device, or holds one text (a request, a wrong person's data)
    Erase {
        #[arg(long)]
        register: PathBuf,
        #[arg(long, group = "what")]
        input: Option<String>,
        #[arg(long, group = "what")]
        device: Option<String>,
        #[arg(long, group = "what")]
        text: Option<String>,
        /// Under which rule: a request's number, a law's article
        #[arg(long)]
        rule: String,
    },
    /// Every fact, one JSON line each
    Export {
        #[arg(long)]
        register: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct Report {
    #[arg(long)]
    pub register: PathBuf,
    /// Where to write it [default: standard output]
    #[arg(short = 'o', long)]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub known_on: Option<String>,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[arg(long)]
    pub register: PathBuf,
    #[arg(long, default_value_t = 8460)]
    pub port: u16,
}

#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long, default_value_t = 8460)]
    pub port: u16,
    /// Print the answer and end
    #[arg(long)]
    pub headless: bool,
    /// Which town
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Keep the register, the capture and the list in this folder
    #[arg(long)]
    pub keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Knowledge {
    #[command(subcommand)]
    pub what: KnowledgeWhat,
}

#[derive(Debug, Subcommand)]
pub enum KnowledgeWhat {
    /// Which version is in use and whence, and what there is, by vendor and status
    List,
    /// Prove every rule by its own examples
    Check {
        #[command(flatten)]
        copies: ForeignCopies,
    },
    /// One tell or line of lineage with all it rests on; or who builds, owns and equips a brand
    Explain {
        /// The id of a tell or an edge, or the name or key of a brand
        #[arg(value_name = "TELL|EDGE|BRAND")]
        about: String,
    },
    /// Which firms are known on which protocols: proven, tested, draft, nothing
    Coverage {
        /// Only these firms, by name or key [default: all]
        #[arg(value_name = "FIRM")]
        firms: Vec<String>,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// The form of an objection to one row, and of the answer owed to it
    Dispute {
        /// The id of an edge, a tell, a shape of model numbers or a list
        id: String,
        /// Where to write it [default: standard output]
        #[arg(short = 'o', long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// One signed, versioned file of the knowledge in use, or of a folder
    Pack(Pack),
    /// Keys that sign packs
    Key {
        #[command(subcommand)]
        what: KeyWhat,
    },
    /// Believe a maker of packs from now on
    Trust(Trust),
    /// Install a signed pack, or refresh the address blocks, after showing what it would change
    Update(Update),
    /// Back to the program's own knowledge; trusted keys stay
    Reset,
}

#[derive(Debug, Args)]
pub struct Pack {
    /// Where to write it
    #[arg(short = 'o', long)]
    pub output: PathBuf,
    /// The key that signs it
    #[arg(long, value_name = "FILE", required_unless_present = "new_key")]
    pub key: Option<PathBuf>,
    /// Make a key, keep it in this file, and sign with it
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    pub new_key: Option<PathBuf>,
    /// Who makes it, as others shall read it [default: who runs this]
    #[arg(long, value_name = "NAME")]
    pub maker: Option<String>,
    /// Pack this folder of knowledge files instead of the knowledge in use
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum KeyWhat {
    /// Make a key pair; the secret half stays in this file, readable by its owner alone
    New {
        #[arg(short = 'o', long)]
        output: PathBuf,
    },
    /// The public half of a key and its fingerprint
    Show { key: PathBuf },
}

#[derive(Debug, Args)]
pub struct Trust {
    /// The maker's public key (64 hex digits), or with --from its fingerprint, as its maker told you
    pub key: String,
    /// A name for it
    #[arg(long, default_value = "")]
    pub name: String,
    /// Take the key from this pack, if it has the fingerprint given
    #[arg(long, value_name = "PACK")]
    pub from: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Update {
    /// A signed pack
    #[arg(required_unless_present = "oui", conflicts_with = "oui")]
    pub pack: Option<PathBuf>,
    /// The registry's files of address blocks: CSV, or oui.txt, mam.txt, oui36.txt
    #[arg(long, value_name = "FILE")]
    pub oui: Vec<PathBuf>,
    /// Show which verdicts, findings and counts of this register would change
    #[arg(long)]
    pub register: Vec<PathBuf>,
    /// Show the difference, and install nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Install without asking
    #[arg(long)]
    pub yes: bool,
    /// Also where the pack is older than what is in use
    #[arg(long)]
    pub allow_older: bool,
    /// Show every row of the difference
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Bench {
    /// identify or passive
    pub name: String,
    /// Files the figure is taken on
    pub paths: Vec<PathBuf>,
    /// How many banners `identify` is measured with
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub banners: usize,
    /// Your own copy of Recog: `identify` measures its patterns too
    #[arg(long, value_name = "DIR")]
    pub recog: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Completions {
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct Manual {
    pub folder: PathBuf,
}
