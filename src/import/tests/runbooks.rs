//! Runbooks in Markdown, HTML and Word.

use super::{brought, entries, refused, steps, titles};
use crate::Fate;

#[test]
fn numbered_steps_follow_each_other_and_answers_lead_where_they_say() {
    let book = brought(include_str!("../samples/outlook.md"), "outlook.md");
    assert_eq!(book.document.name, "Outlook asks for the password again and again");
    assert!(book.document.description.starts_with("For Outlook on Windows with Microsoft 365."), "{}", book.document.description);
    let text = book.document.to_text();
    for line in [
        "## [is-the-user-signed-in-to-office-on-the-web] Is the user signed in to Office on the web?",
        "+ [yes] Yes -> does-another-profile-work",
        "+ [no] No -> reset-the-password",
        "## [reset-the-password] Reset the password\n\n-> tell-the-user-to-wait-ten-minutes-after-a-reset",
        "```powershell Clear the stored credentials\ncmdkey /list\n```",
        "Remove every entry that begins with `MicrosoftOffice`.",
        "+ [yes] Yes -> done",
        "+ [no] No -> collect-the-sign-in-log",
        "## [escalate-to-the-cloud-team] Escalate to the cloud team\n\n=> escalated",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn the_last_step_asks_whether_it_is_solved() {
    assert_eq!(
        steps("1. Restart the PC\n2. Try again\n", "slow-pc.md"),
        "## [restart-the-pc] Restart the PC\n\n-> try-again\n\n## [try-again] Try again\n\n-> is-it-solved\n\n## [is-it-solved] Is it solved?\n\n\
         + [yes] Yes -> solved\n+ [no] No -> escalate\n\n## [solved] Solved\n\n=> resolved\n\n## [escalate] Escalate\n\n=> escalated"
    );
    assert_eq!(brought("1. Restart the PC\n", "slow-pc.md").document.name, "slow pc");
}

#[test]
fn headings_are_steps_where_no_list_has_numbers() {
    let text = steps(
        "# VPN\n\n## Step 1: Check the cable\n\nLook behind the desk.\n\n- left\n- right\n\n## Step 2: Ping the gateway\n\nIf it answers, go to step 3. If it does not, escalate to the network team.\n\n## Step 3: Done\n",
        "",
    );
    assert!(
        text.starts_with("## [check-the-cable] Check the cable\n\nLook behind the desk.\n\n- left\n- right\n\n-> ping-the-gateway"),
        "{text}"
    );
    assert!(text.contains("+ [it-answers] It answers -> done\n+ [it-does-not] It does not -> escalate-to-the-network-team"), "{text}");
}

#[test]
fn answers_beside_their_step_and_nested_ones_are_answers() {
    let beside = steps("1. Is it on?\n- Yes: go to step 2\n- No: switch it on\n2. Done\n", "");
    assert!(beside.contains("+ [yes] Yes -> done\n+ [no] No -> switch-it-on"), "{beside}");
    let nested = "1. Is it on?\n   - Yes\n     - Is it warm?\n       - Yes → go to step 2\n       - No → go to step 3\n   - No\n     1. Plug it in\n     2. Wait\n2. Call Mara\n3. Done\n";
    let nested = steps(nested, "");
    assert!(nested.contains("+ [yes] Yes -> is-it-warm\n+ [no] No -> plug-it-in"), "{nested}");
    assert!(nested.contains("## [wait] Wait\n\n-> call-mara"), "{nested}");
    let one = steps("1. Does it answer?\n   - No → go to step 3\n2. Wait\n3. Done\n", "");
    assert!(one.contains("+ [no] No -> done\n+ [yes] Yes -> wait"), "{one}");
    let gone = brought("1. On?\n   - Yes → go to step 9\n   - No → go to step 2\n2. Done\n", "");
    assert!(gone.document.to_text().contains("+ [yes] Yes -> Step 9"), "{}", gone.document.to_text());
}

#[test]
fn a_page_of_a_wiki_is_a_runbook() {
    let page = "<html><head><title>Wiki: No sound</title><style>p{}</style></head><body><h1>No sound</h1><script>alert('<li>')</script>\
        <p>For <b>headsets</b>.</p><ol><li><p>Is it muted?</p><ul><li>Yes &rarr; unmute it</li><li>No &rarr; go to step 2</li></ul></li>\
        <li>Look at <a href=\"https://example.com/a\">the page</a> <img alt=\"A headset\" src=x></li></ol>\
        <pre>net start\n  audiosrv</pre><table><tr><th>Lamp</th><th>Means</th></tr></table></body></html>";
    let read = brought(page, "page.html");
    assert_eq!(read.document.name, "No sound");
    assert_eq!(titles(&read.document)[..3], ["Is it muted?", "Unmute it", "Look at the page"]);
    let text = read.document.to_text();
    assert!(text.contains("```\nnet start\n  audiosrv\n```") && text.contains("Lamp | Means"), "{text}");
    assert!(!text.contains("alert"), "{text}");
    assert!(entries(&read, Fate::LeftOut).contains(&"line 1: A headset".to_owned()), "{:?}", entries(&read, Fate::LeftOut));
}

#[test]
fn a_word_document_is_a_runbook() {
    let paragraph = |style: &str, text: &str| format!("<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let list = |level: u8, list: u8, text: &str| {
        paragraph(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"), text)
    };
    let body = [
        paragraph("<w:pStyle w:val=\"berschrift1\"/>", "Slow PC"),
        list(0, 1, "Is it slow since today?"),
        list(1, 2, "Yes: restart it"),
        list(1, 2, "No &amp; never: go to step 2"),
        list(0, 1, "Check the disk"),
        "<w:p><w:r><w:drawing/></w:r></w:p>".to_owned(),
    ];
    let document = format!("<w:document><w:body>{}</w:body></w:document>", body.concat());
    let styles = "<w:styles><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>\
        <w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num></w:numbering>";
    let file = super::tables::zipped(&[("word/document.xml", &document), ("word/styles.xml", styles), ("word/numbering.xml", numbering)]);
    let read = brought(&file, "slow.docx");
    assert_eq!(read.document.name, "Slow PC");
    assert_eq!(titles(&read.document)[..3], ["Is it slow since today?", "Restart it", "Check the disk"]);
    assert_eq!(entries(&read, Fate::LeftOut), ["paragraph 6: A picture"]);
}

#[test]
fn words_without_steps_are_refused_in_words() {
    let said = "This is a runbook in Markdown, but it has no steps: neither a numbered list nor headings for them.";
    assert_eq!(refused("Just words.\n", "a.txt"), said);
    assert_eq!(refused("<p>Hello</p>", ""), said.replace("a runbook in Markdown", "a web page"));
}

#[test]
fn typed_numbers_and_bullets_are_lists() {
    let read = brought("Step 1: Look\nStep 2: Listen\n\n• quietly\n", "");
    assert_eq!(titles(&read.document)[..2], ["Look", "Listen"]);
}

#[test]
fn conditions_in_a_step_are_its_answers() {
    let ping = steps("1. Ping the gateway. If there is no reply, go to step 3.\n2. Check DNS\n3. Restart the router\n", "");
    assert!(
        ping.starts_with(
            "## [ping-the-gateway] Ping the gateway\n\n+ [there-is-no-reply] There is no reply -> restart-the-router\n+ [otherwise] Otherwise -> check-dns"
        ),
        "{ping}"
    );
    let lamp = steps("1. Is the lamp on? If yes, go to step 3. If no, go to step 2.\n2. Switch it on\n3. Done\n", "");
    assert!(
        lamp.starts_with("## [is-the-lamp-on] Is the lamp on?\n\n+ [if-yes] If yes -> done\n+ [if-no] If no -> switch-it-on"),
        "{lamp}"
    );
    let only = steps("1. If the lamp is on, go to step 3. Otherwise, go to step 2.\n2. Turn it on, then go to step 3.\n3. Done\n", "");
    assert!(only.contains("+ [the-lamp-is-on] The lamp is on -> done\n+ [otherwise] Otherwise -> turn-it-on"), "{only}");
    assert!(only.contains("## [turn-it-on] Turn it on\n\n-> done"), "{only}");
}

#[test]
fn answers_lead_where_they_say_in_brackets_and_behind_any_arrow() {
    for lead in ["(go to {})", "(see step {})", "goto {}", "> step {}", "à step {}", "\u{f0e0} step {}"] {
        let [to_print, to_plug] = ["2", "3"].map(|number| lead.replace("{}", number));
        let asked = steps(format!("1. Is it on?\n   - Yes {to_print}\n   - No {to_plug}\n2. Print\n3. Plug it in\n"), "");
        assert!(asked.contains("+ [yes] Yes -> print\n+ [no] No -> plug-it-in"), "{lead}: {asked}");
    }
    let own = steps("1. Which one?\n   - Outlook (go to 3)\n   - Word (go to 2)\n2. Repair Office\n3. Repair the profile\n", "");
    assert!(own.contains("+ [outlook] Outlook -> repair-the-profile\n+ [word] Word -> repair-office"), "{own}");
    let back = steps("## Step 1: Restart it\n\nWait.\n\n## Step 2: Try again\n\nGo back to Step 1.\n", "");
    assert!(back.contains("## [try-again] Try again\n\n-> restart-it"), "{back}");
}

#[test]
fn addresses_in_titles_are_in_the_instructions() {
    let text = steps("1. Download it from [the vendor](https://vendor.example/tool.exe)\n2. Done\n", "");
    assert!(text.contains("Download it from the vendor\n\nDownload it from [the vendor](https://vendor.example/tool.exe)"), "{text}");
}
