//! Names of commands by what they do with their arguments.

use crate::tree::Shell;

/// Programs that read an argument, or what is typed after them, as commands of their own. What is quoted for the shell is not quoted for them.
pub(super) const INTERPRETERS: &str = "\
    powershell powershell_ise pwsh cmd wsl bash sh zsh dash ksh fish csh tcsh ash busybox ssh plink putty kitty psexec psexec64 paexec \
    winrs telnet rsh mosh python python2 python3 py perl ruby irb node deno php lua tclsh expect osascript cscript wscript mshta awk \
    gawk mawk nawk sed iex invoke-expression invoke-sqlcmd scriptblock invokescript expandstring addscript add-type wmic win32_process \
    commandline mysql mariadb psql sqlcmd osql sqlite3 sqlplus mongo mongosh redis-cli docker podman nerdctl kubectl vagrant ansible \
    salt adb schtasks crontab forfiles diskpart ftp sftp gdb vim emacs rundll32";

/// Commands that read their arguments as code, or keep them for something that will. Other words read alike, so only a command's name counts.
const REREADING: &str = "\
    eval let declare typeset local export readonly unset read mapfile readarray printf test trap alias bind complete compgen enable hash \
    case for select function coproc watch su script screen tmux parallel env at batch ed ex vi less more man nano find start call set \
    setx if rem goto path prompt ftype assoc doskey title color runas sc start-process saps start-job set-alias new-alias sal nal \
    filter class rsync";

/// Programs of Windows and words of its shells that are no batch files, which would read their arguments again.
const PROGRAMS: &str = "\
    arp attrib auditpol bcdedit bitsadmin cacls cd certreq certutil chcp chdir chkdsk cipher cmdkey copy curl date dcdiag defrag del \
    dfsutil dir dism dnscmd driverquery dsquery dsregcmd echo erase esentutl fc findstr fl fltmc foreach fsutil ft gc gci getmac gm \
    gpresult gpupdate gsv gwmi hostname icacls ipconfig klist ksetup logoff ls manage-bde md measure mkdir mountvol move msg nbtstat \
    net netdom netsh netstat nltest nslookup openfiles pathping ping pnputil powercfg quser query qwinsta rd reg ren repadmin rmdir \
    robocopy route rwinsta select setspn sfc shutdown sls sort systeminfo takeown taskkill tasklist tracert type w32tm where";

/// Command that is called: its name in lower case, without folder and `.exe`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) name: String,
    /// True if `.exe` was written.
    pub(super) is_exe: bool,
}

/// How a command leads another: the other's name stands behind so many words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Leads {
    /// Number of words before the name.
    pub(super) after: usize,
    /// Number of further words among which the name may be.
    pub(super) slack: usize,
    /// True if an option such as `-c` begins code.
    pub(super) takes_code: bool,
}

/// True if a list of names has this one.
fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|each| each == name)
}

/// Name of a program in lower case: without folder, `@` of the Command Prompt, what may be joined to it there, and ending.
pub(super) fn program(word: &str, shell: Shell) -> String {
    let mut name = word.trim_start_matches('@');
    if shell == Shell::Cmd {
        const ENDS: [char; 4] = [',', ';', '=', '/'];
        name = name.trim_start_matches(ENDS).split(ENDS).next().unwrap_or(name);
    }
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    name.strip_suffix(".exe").map(str::to_owned).unwrap_or(name)
}

/// How a command leads another; none where it does not.
pub(super) fn leads(name: &str, shell: Shell) -> Option<Leads> {
    let leads = |after, slack, takes_code| Some(Leads { after, slack, takes_code });
    match name {
        "powershell" | "pwsh" | "cmd" | "wsl" | "bash" | "sh" | "zsh" | "dash" | "ksh" | "fish" | "csh" | "tcsh" | "ash" | "busybox"
        | "su" | "python" | "python2" | "python3" | "py" | "perl" | "ruby" | "node" | "deno" | "php" | "lua" | "tclsh" | "expect"
        | "osascript" | "awk" | "gawk" | "mawk" | "nawk" | "sed" | "script" | "mysql" | "mariadb" | "psql" | "sqlcmd" | "osql"
        | "watch" | "forfiles" | "ex" | "vim" | "vi" | "emacs" | "gdb" => leads(0, 0, true),
        "ssh" | "plink" | "rsh" | "mosh" | "psexec" | "psexec64" | "paexec" | "winrs" => leads(1, 0, false),
        "sqlite3" | "sqlplus" | "mongo" | "mongosh" | "adb" => leads(1, 0, true),
        "timeout" if shell == Shell::Bash => leads(1, 0, false),
        "chroot" | "flock" | "taskset" | "set-alias" | "new-alias" | "sal" | "nal" | "ftype" | "doskey" => leads(1, 1, false),
        "." | "source" | "eval" | "exec" | "command" | "builtin" | "coproc" | "sudo" | "doas" | "pkexec" | "runuser" | "xargs"
        | "parallel" | "nohup" | "setsid" | "stdbuf" | "strace" | "ltrace" | "env" | "nice" | "ionice" | "chrt" | "time" | "unshare"
        | "nsenter" | "systemd-run" | "screen" | "tmux" | "open" | "xdg-open" | "crontab" | "at" | "batch" | "trap" | "alias"
        | "enable" | "let" | "declare" | "typeset" | "local" | "read" | "mapfile" | "unset" | "iex" | "invoke-expression"
        | "invoke-item" | "ii" | "start-process" | "saps" | "start-job" | "sajb" | "foreach-object" | "%" | "import-module"
        | "new-object" | "ipmo" | "using" | "add-type" | "invoke-sqlcmd" | "call" | "runas" | "explorer" | "rundll32" | "regsvr32"
        | "mshta" | "cscript" | "wscript" | "msiexec" | "control" | "hh" | "goto" | "npx" | "bunx" | "uvx" | "pipx" => leads(0, 0, false),
        "start" | "function" | "filter" | "class" | "wmic" => leads(0, 1, false),
        // The command of a condition stands somewhere behind it.
        "if" | "for" if shell == Shell::Cmd => leads(0, 99, false),
        _ => None,
    }
}

/// True for programs that run a command in a container: `docker exec web ls`.
pub(super) fn runs_in_containers(name: &str) -> bool {
    matches!(name, "docker" | "podman" | "nerdctl" | "kubectl" | "lxc")
}

/// True for programs whose options `-p`, `-i`, `-l`, `-J` and `-P` take a word with them.
pub(super) fn is_remote_shell(name: &str) -> bool {
    matches!(name, "ssh" | "plink")
}

/// True for a word behind which a command begins.
pub(super) fn is_keyword(name: &str, shell: Shell) -> bool {
    match shell {
        Shell::Powershell => {
            matches!(name, "return" | "throw" | "exit" | "else" | "do" | "try" | "finally" | "begin" | "process" | "end" | "trap")
        }
        Shell::Bash => matches!(name, "if" | "then" | "else" | "elif" | "do" | "while" | "until" | "!" | "{" | "}"),
        Shell::Cmd => matches!(name, "do" | "else" | "not"),
    }
}

/// True for an option whose argument is run; with `takes_code` also for those that only interpreters have.
pub(super) fn is_code_option(option: &str, takes_code: bool) -> bool {
    let option = option.trim_end_matches([':', '=']).to_lowercase();
    let anywhere = "\
        -exec -execdir -ok -okdir -scriptblock -filepath -execute -initializationscript -command -encodedcommand /tr --exec --command \
        --eval --execute -query -inputscript -typedefinition -binarypathname binpath -action --rsh --init-file --rcfile --to-command \
        --use-compress-program --checkpoint-action";
    let of_interpreters = "-c /c /k /r -e -f -file -m -r -q -lc -ec -ic -xc -enc -x -s --";
    // PowerShell takes the beginning of an option for the option.
    let is_short = || option.len() > 1 && ["-command", "-encodedcommand", "-file"].iter().any(|whole| whole.starts_with(&option));
    has(anywhere, &option) || (takes_code && (has(of_interpreters, &option) || is_short()))
}

/// True for `name=…` before a command of Bash.
pub(super) fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name.trim_end_matches('+'));
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// True for the beginning of an assignment to a variable by which programs choose what to run.
pub(super) fn is_running_variable(before: &str) -> bool {
    let names = "\
        path ld_preload ld_library_path ld_audit dyld_insert_libraries prompt_command bash_env env ps0 ps1 ps2 ps4 editor visual pager \
        manpager git_ssh git_ssh_command git_pager browser shell perl5opt pythonstartup node_options ifs commandline";
    before.split_once('=').is_some_and(|(name, _)| has(names, &name.to_lowercase()))
}

/// True for a method that runs what it is given.
pub(super) fn is_running_method(name: &str) -> bool {
    let names = "\
        create invoke invokescript addscript addcommand start run exec execute shellexecute expandstring load loadfrom loadfile invokeverb \
        navigate invokemember newscriptblock foreach where";
    has(names, &name.to_lowercase())
}

/// True for the name of an interpreter.
pub(super) fn is_interpreter(name: &str) -> bool {
    has(INTERPRETERS, name)
}

/// Interpreter that a command names anywhere; none where it names none.
pub(super) fn interpreter(text: &str) -> Option<&'static str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'));
    words.map(str::to_lowercase).find_map(|word| INTERPRETERS.split(' ').find(|name| *name == word))
}

/// True for a command that reads its arguments, or what a variable keeps, as code.
pub(super) fn rereads(call: &Call, shell: Shell) -> bool {
    let name = &*call.name;
    (has(REREADING, name) && !(shell == Shell::Powershell && has(STATEMENTS, name))) || (shell == Shell::Bash && name.starts_with('$'))
}

/// True for a command that runs what stands in a quoted argument.
pub(super) fn nests(call: &Call, shell: Shell) -> bool {
    rereads(call, shell) && leads(&call.name, shell).is_some()
}

/// True for a command that may be a batch file, which reads its arguments again.
pub(super) fn may_be_batch(call: &Call, shell: Shell) -> bool {
    let name = &*call.name;
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    let is_cmdlet = || name.split_once('-').is_some_and(|(verb, noun)| is_part(verb) && is_part(noun));
    let is_program = call.is_exe || has(PROGRAMS, name);
    match shell {
        Shell::Bash => false,
        Shell::Cmd => !is_program,
        Shell::Powershell => !is_program && !is_cmdlet() && name.starts_with(char::is_alphabetic) && !has(STATEMENTS, name),
    }
}

/// True for a command that runs what comes to it through a pipe.
pub(super) fn runs_input(call: &Call, leads: Option<Leads>) -> bool {
    let names = "iex invoke-expression xargs parallel ssh plink at batch source . crontab ftp sftp diskpart telnet";
    leads.is_some_and(|leads| leads.takes_code) || has(names, &call.name)
}

/// True for a command that keeps what comes to it in a file.
pub(super) fn writes(name: &str) -> bool {
    matches!(name, "out-file" | "set-content" | "add-content" | "tee" | "tee-object" | "sc" | "ac" | "export-csv")
}

/// True for a file of commands.
pub(super) fn is_script(name: &str) -> bool {
    [".sh", ".ps1", ".psm1", ".bat", ".cmd", ".vbs", ".py", ".pl", ".js"].iter().any(|ending| name.ends_with(ending))
}

/// Words with which statements of PowerShell begin.
const STATEMENTS: &str = "if elseif foreach for while until switch catch";
