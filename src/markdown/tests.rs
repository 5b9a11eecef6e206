//! Markdown as authors write it, and how it reads.

use super::*;

/// The blocks in a notation of this test: what is typed as it stands stays bare, markup that was understood has marks. `⏎` is a line break.
fn read(markdown: &str) -> String {
    blocks(&parse(markdown))
}

fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(words) => line(words),
        Block::Heading(words) => format!("# {}", line(words)),
        Block::List { start, items } => {
            let item = |(position, item): (usize, &Vec<Block>)| {
                let mark = start.map_or("-".to_owned(), |start| format!("{}.", start + position as u64));
                format!("{mark} {}", super::tests::blocks(item).replace('\n', "\n  "))
            };
            items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
        }
        Block::Code(code) => format!("```{code}```"),
        Block::Quote(inner) => format!("> {}", super::tests::blocks(inner).replace('\n', "\n> ")),
        Block::Table(rows) => {
            let row = |row: &Vec<Vec<Inline>>| format!("|{}|", row.iter().map(|cell| line(cell)).collect::<Vec<_>>().join("|"));
            rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
        Block::Rule => "---".to_owned(),
    }
}

fn line(words: &[Inline]) -> String {
    let inline = |word: &Inline| match word {
        Inline::Text(words) => words.clone(),
        Inline::Code(code) => format!("`{code}`"),
        Inline::Strong(inner) => format!("‹b›{}‹/b›", line(inner)),
        Inline::Emphasis(inner) => format!("‹i›{}‹/i›", line(inner)),
        Inline::Struck(inner) => format!("‹s›{}‹/s›", line(inner)),
        Inline::Link { url, text } => format!("‹{}→{url}›", line(text)),
        Inline::Break => "⏎".to_owned(),
    };
    words.iter().map(inline).collect()
}

#[track_caller]
fn reads(cases: &[(&str, &str)]) {
    let wrong: Vec<_> =
        cases.iter().map(|(written, right)| (written, read(written), right)).filter(|(_, read, right)| read != *right).collect();
    assert!(wrong.is_empty(), "{}", wrong.iter().map(|(w, r, e)| format!("\n{w:?}\n  reads {r:?}\n  not   {e:?}")).collect::<String>());
}

/// Words that stay exactly as they are typed.
#[track_caller]
fn stays(cases: &[&str]) {
    reads(&cases.iter().map(|words| (*words, *words)).collect::<Vec<_>>());
}

#[test]
fn paragraphs_lists_and_code_keep_their_shape() {
    reads(&[
        (
            "Open **Settings**.\n\n1. one\n2. two `x`\n   - inner\n\n```powershell\nGet-Help\n```\n",
            "Open ‹b›Settings‹/b›.\n1. one\n2. two `x`\n  - inner\n```Get-Help```",
        ),
        ("# Before\n\n> Do *not* reboot\n> yet\n\n---", "# Before\n> Do ‹i›not‹/i› reboot⏎yet\n---"),
    ]);
    assert_eq!(
        plain_text(&parse("Open **Settings**.\n\n1. one\n2. two `x`\n\n| a | b |\n|---|---|\n| c | ~~d~~ |")),
        "Open Settings.\none\ntwo x\na | b\nc | d"
    );
}

#[test]
fn raw_html_is_the_text_that_it_is() {
    stays(&[
        "Run net user <username> /active:yes and wait.",
        "ping <server> -n <count>",
        "a <b onclick=x>b</b>",
        "<script>alert(1)</script>",
        "<!-- note to self -->",
        "<?php echo 1 ?> and <![CDATA[x]]> and </p>",
        "net use <drive:> \\\\<server>\\<share>",
        "<server:port> and <ldap://dc01>",
        "a < b, c << d, <3",
        "5 &lt ; &nosuch;",
    ]);
    reads(&[
        ("<servername>\nis the name on the sticker of the rack.", "<servername>⏎is the name on the sticker of the rack."),
        ("<div>\n\n**Mind** the gap\n\n</div>", "<div>\n‹b›Mind‹/b› the gap\n</div>"),
        ("<username>\n**must** be typed, <b>now</b>", "<username>⏎‹b›must‹/b› be typed, <b>now</b>"),
        ("- <pc>\n- the <rack>", "- <pc>\n- the <rack>"),
        ("**<user>** and *<pc>*, **User:**<name>", "‹b›<user>‹/b› and ‹i›<pc>‹/i›, ‹b›User:‹/b›<name>"),
        ("`<b>` and `\\<b>`\n\n    <pre>\n\n```\n<x> \\<y>\n```", "`<b>` and `\\<b>`\n```<pre>```\n```<x> \\<y>```"),
        ("\\<escaped> &lt;entity&gt;", "<escaped> <entity>"),
    ]);
}

#[test]
fn a_path_keeps_every_backslash() {
    stays(&[
        "Open \\\\FILES01\\hr$ and C:\\_install\\setup.exe.",
        "D:\\*.bak, C:\\$Recycle.Bin and E:\\[old]\\#1",
        "C:\\*.tmp and D:\\*.log",
        "\\\\srv-01\\c$\\_logs\\*",
        "\\\\{{server}}\\c$\\-x",
        "%TEMP%\\*.tmp or %ProgramData%\\_x",
        "HKLM\\*, HKCU:\\_x, HKLM\\SOFTWARE\\-key",
        "HKEY_LOCAL_MACHINE\\{guid}",
        "..\\_lib or .\\_build.cmd or $env:TEMP\\_x",
        "CORP\\$svc and CORP\\{{user}}",
        "C:\\Program Files (x86)\\_setup\\*.log",
        "C:\\Program Files\\_x",
        "Look in \"\\\\FILES01\\_hr\" (or C:\\_x)",
        "C:\\temp\\",
        "PROGRA~1\\COMMON~1",
    ]);
    reads(&[
        ("Open C:\\temp\\\nthen wait", "Open C:\\temp\\⏎then wait"),
        ("**\\\\FILES01\\hr$** and **C:\\temp\\**", "‹b›\\\\FILES01\\hr$‹/b› and ‹b›C:\\temp\\‹/b›"),
        ("`C:\\_x` and `\\\\a\\b` and `C:\\\\x`", "`C:\\_x` and `\\\\a\\b` and `C:\\\\x`"),
        // Written for CommonMark.
        ("\\\\\\\\FILES01\\\\hr$ and C:\\\\_install", "\\\\FILES01\\hr$ and C:\\_install"),
        // Outside of a path a backslash escapes.
        ("\\*not bold\\*, snake\\_case, 1986\\. and 2\\*3", "*not bold*, snake_case, 1986. and 2*3"),
        ("MAX\\_PATH, \\# and \\[x\\](y) in C:\\x", "MAX_PATH, # and [x](y) in C:\\x"),
        ("Open C:\\_x, then press \\* twice", "Open C:\\_x, then press * twice"),
    ]);
}

#[test]
fn a_line_end_is_a_line_end() {
    reads(&[
        ("Call the client\nAsk for the asset tag\nWrite both down", "Call the client⏎Ask for the asset tag⏎Write both down"),
        ("one\r\ntwo  \nthree\\\nfour", "one⏎two⏎three⏎four"),
        ("- first\n  second\n- *a\n  b*", "- first⏎second\n- ‹i›a⏎b‹/i›"),
    ]);
}

#[test]
fn tables_are_understood() {
    reads(&[
        (
            "| Error | Fix |\n|---|---|\n| 691 | wrong password |\n| 809 | UDP 500 blocked |",
            "|Error|Fix|\n|691|wrong password|\n|809|UDP 500 blocked|",
        ),
        ("Port | Use\n:-- | --:\n`443` | **web**\n<port> | C:\\_x", "|Port|Use|\n|`443`|‹b›web‹/b›|\n|<port>|C:\\_x|"),
        ("Look:\n\n| a | b | c |\n|-|-|-|\n| 1 |\n| 1 | 2 | 3 | 4 | 5 |", "Look:\n|a|b|c|\n|1|\n|1|2|3 | 4 | 5|"),
        ("| a \\| b | https://x.example |\n|-|-|\n|~~1~~||", "|a | b|‹https://x.example→https://x.example›|\n|‹s›1‹/s›|"),
        ("dir | findstr x\nno table", "dir | findstr x⏎no table"),
    ]);
}

#[test]
fn bare_addresses_are_links_and_other_schemes_are_none() {
    reads(&[
        (
            "See https://portal.office.com/servicestatus for outages.",
            "See ‹https://portal.office.com/servicestatus→https://portal.office.com/servicestatus› for outages.",
        ),
        ("(http://10.0.0.1:8080/a_b_c?x=1&y=*2).", "(‹http://10.0.0.1:8080/a_b_c?x=1&y=*2→http://10.0.0.1:8080/a_b_c?x=1&y=*2›)."),
        (
            "**https://x.example/a(b)**, www.x.example!",
            "‹b›‹https://x.example/a(b)→https://x.example/a(b)›‹/b›, ‹www.x.example→https://www.x.example›!",
        ),
        (
            "Mail it@acme.example or <mailto:a@b.example>.",
            "Mail ‹it@acme.example→mailto:it@acme.example› or ‹mailto:a@b.example→mailto:a@b.example›.",
        ),
        (
            "<https://x.example/a_b_> \"https://y.example\"",
            "‹https://x.example/a_b_→https://x.example/a_b_› \"‹https://y.example→https://y.example›\"",
        ),
        (
            "[Portal](https://x.example) [a https://b.example](https://c.example)",
            "‹Portal→https://x.example› ‹a https://b.example→https://c.example›",
        ),
        ("[x][p], [p]\n\n[p]: https://p.example", "‹x→https://p.example›, ‹p→https://p.example›"),
        ("`https://x.example`", "`https://x.example`"),
        ("[x](HTTPS://example.com)", "‹x→HTTPS://example.com›"),
        ("[x](javascript:alert(1)) [y](JAVASCRIPT:z) [z](/local)", "x (javascript:alert(1)) y (JAVASCRIPT:z) z (/local)"),
        ("[Printer](/trees/printer-offline) [map](/trees/vpn/map)", "‹Printer→/trees/printer-offline› map (/trees/vpn/map)"),
        ("[manual](\\\\FILES01\\it\\_m.pdf)", "manual (\\\\FILES01\\it\\_m.pdf)"),
    ]);
    stays(&[
        "ftp://x.example javascript:alert(1) file://srv/x ms-settings:network xhttp://x.example",
        "https://{{server}}/admin https://srv/<id> https:// http://- git@host.example:x.git a@b user@10.0.0.1",
    ]);
}

#[test]
fn nothing_that_was_written_vanishes() {
    stays(&["[Note]: restart the PC", "[Portal]: now", "[x] done", "usage: cmd [-a] [/b]"]);
    reads(&[
        ("[Portal]: https://x.example", "[Portal]: ‹https://x.example→https://x.example›"),
        ("[](https://x.example)", "‹https://x.example→https://x.example›"),
    ]);
}

#[test]
fn a_picture_is_a_link_with_its_words() {
    reads(&[
        ("![Where the WPS button is](https://kb.example.com/wps.png)", "‹Where the WPS button is→https://kb.example.com/wps.png›"),
        ("![](https://kb.example.com/wps.png)", "‹https://kb.example.com/wps.png→https://kb.example.com/wps.png›"),
        ("![Plan](plan.png) ![x](data:image/png;base64,AA)", "Plan (plan.png) x (data:image/png;base64,AA)"),
        ("[![Plan](https://a.example/p.png)](https://b.example)", "‹Plan→https://b.example›"),
    ]);
}

#[test]
fn a_year_begins_no_list() {
    stays(&["1986. A good year.", "2024. And\u{a0}on", "10000. times"]);
    reads(&[
        ("- 2025. Done", "- 2025. Done"),
        ("> 1999. Old", "> 1999. Old"),
        ("7. Seven\n8. Eight", "7. Seven\n8. Eight"),
        ("```\n1986. x\n```", "```1986. x```"),
    ]);
}

#[test]
fn wildcards_and_underscores_of_names_stay() {
    stays(&[
        "Delete *.tmp and *.log in %TEMP%, not __pycache__.",
        "\"*.tmp\", \"*.log\" and *.*",
        "setup*.exe, log*2024*.txt, 2*3*4",
        "__init__.py, _install_, (__main__), _my.file_ and __pycache__/x",
        "snake_case_name and _private",
        "~5 min, ~10 min",
    ]);
    reads(&[
        ("_two words_ and __two words__, *one* and **one**", "‹i›two words‹/i› and ‹b›two words‹/b›, ‹i›one‹/i› and ‹b›one‹/b›"),
        ("_Note:_ wait", "‹i›Note:‹/i› wait"),
    ]);
}

#[test]
fn strikethrough_and_task_lists_are_understood() {
    reads(&[
        ("~~Old step~~ new, ~not~", "‹s›Old step‹/s› new, ~not~"),
        ("~~Use **port** 80~~", "‹s›Use ‹b›port‹/b› 80‹/s›"),
        ("- [ ] Unplug\n- [x] Wait\n1. [X] Plug in", "- ☐ Unplug\n- ☑ Wait\n1. ☑ Plug in"),
    ]);
}

#[test]
fn a_stand_in_of_the_text_itself_does_not_turn_into_markup() {
    stays(&["a \u{fffd}b"]);
    reads(&[("\u{10a50}b> \u{10a54}x\u{10a54}", "\u{fffd}b> \u{fffd}x\u{fffd}")]);
}

#[test]
fn nesting_has_an_end() {
    fn depth(blocks: &[Block]) -> usize {
        blocks.iter().map(|block| if let Block::Quote(inner) = block { 1 + depth(inner) } else { 0 }).max().unwrap_or(0)
    }
    let blocks = parse(&format!("{} deep", ">".repeat(10_000)));
    assert!(depth(&blocks) <= 12);
    assert!(plain_text(&blocks).contains("deep"));
    let table = format!("{}| a | b |\n{}|---|---|\n{}| c | d |", "> ".repeat(11), "> ".repeat(11), "> ".repeat(11));
    assert!(["a", "b", "c", "d"].iter().all(|word| plain_text(&parse(&table)).contains(word)), "{:?}", parse(&table));
}

#[test]
fn documents_show_bullets_numbers_cells_and_addresses() {
    let markdown = "# Before\n\nSee [the plan](https://x.example/p), https://y.example\nand ~~port 80~~ `x`.\n\n3. one\n4. two\n   more\n   - [x] in\n\n\
        > Mind\n>\n> the gap\n\n| a | b |\n|---|---|\n| c | d |\n\n```\n  x\n\n  y\n```";
    let right = "Before\n\nSee the plan (https://x.example/p), https://y.example\nand ~~port 80~~ x.\n\n3. one\n4. two\n   more\n   - ☑ in\n\n\
        > Mind\n>\n> the gap\n\na | b\nc | d\n\n  x\n\n  y";
    assert_eq!(written(&parse(markdown)), right);
}
