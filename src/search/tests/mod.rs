//! What finds what, by examples.

mod random;

use super::*;

/// Everything that a text is found by.
fn all(text: &str, kind: Kind) -> Vec<String> {
    let mut all = Vec::new();
    tokens(text, kind, |token, place| {
        assert!(text.get(place.clone()).is_some_and(|part| !part.is_empty()), "{text:?} {token} {place:?}");
        all.push(token.to_owned());
    });
    all
}

fn finds(query: &Query, tokens: &[String]) -> bool {
    query.terms().iter().all(|term| term.is_in(|wanted| tokens.iter().any(|token| wanted.is(token))))
}

fn found(text: &str, query: &str) -> bool {
    finds(&Query::of(query, Matching::Words), &all(text, Kind::Text))
}

fn shown(text: &str, query: &str) -> String {
    let pieces = pieces(text, Kind::Text, &Query::of(query, Matching::Words));
    pieces.iter().map(|piece| if piece.found { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
}

#[test]
fn typographic_characters_and_accents_are_in_nobodys_way() {
    for (text, queries) in [
        ("The “printer” is offline", &["printer", "\"printer\"", "offline", "print", "the printer is"][..]),
        ("•Restarted the spooler", &["restarted", "• restarted", "spool"]),
        ("user’s laptop", &["user", "users", "user's", "user’s", "user's lap", "user laptop"]),
        ("Müller called back", &["muller", "mueller", "Müller", "Mu\u{308}ller called", "MÜLLER"]),
        ("Brückner Maschinenbau, Straße", &["Bruckner", "brueckner", "brück", "strasse", "STRASSE"]),
        ("Mueller", &["müller", "mueller"]),
        ("Exchange\u{200b}Server restarted", &["exchange", "server", "exchangeserver", "exchange server", "Exchange\u{200b}Serv"]),
        ("Wi-Fi and e-mail", &["wifi", "wi-fi", "wi fi", "email", "mail"]),
        ("don't, O’Brien", &["dont", "don't", "obrien", "o'brien", "brien"]),
        ("Ex\u{ad}change", &["exchange"]),
        ("ＳＥＲＶＥＲ ﬁle", &["server", "file"]),
        ("İstanbul", &["istanbul", "ISTANBUL"]),
        ("vpn.example.com C:\\_install \\\\SRV-DC01", &["vpn", "example.com", "install", "dc01", "srv-dc01", "srvdc01"]),
        ("done 👍🏽", &["👍", "done 👍"]),
    ] {
        for query in queries {
            assert!(found(text, query), "{query:?} in {text:?}");
        }
    }
    for (text, query) in [("Müller", "miller"), ("the printers", "printer the"), ("nothing", "thing"), ("Wi-Fi", "if"), ("x", "👍")] {
        assert!(!found(text, query), "{query:?} in {text:?}");
    }
}

#[test]
fn scripts_without_spaces_are_found_by_any_part() {
    for (text, queries) in [
        ("会議室のプリンターが印刷できない", &["プリンター", "ﾌﾟﾘﾝﾀｰ", "印刷", "会", "い", "会議室 印刷", "の", "プリ"][..]),
        ("打印机无法连接", &["打印机", "连接", "法"]),
        ("เครื่องพิมพ์ไม่ทำงาน", &["พิมพ์", "เครื่อง", "ทำงาน"]),
        ("ເຄື່ອງພິມບໍ່ເຮັດວຽກ", &["ພິມ"]),
        ("ម៉ាស៊ីនបោះពុម្ព", &["បោះពុម្ព"]),
        ("Windows11更新プログラム", &["windows11", "更新", "プログラム", "windows11 更新"]),
        ("프린터가 오프라인", &["프린터", "프린터가 오프"]),
    ] {
        for query in queries {
            assert!(found(text, query), "{query:?} in {text:?}");
        }
    }
    assert!(!found("会議室のプリンター", "プリント"));
    assert!(!found("ハンドル", "パンドル"), "voicing spells");
    assert_eq!(shown("会議室のプリンターが", "プリンター"), "会議室の[プリンター]が");
}

#[test]
fn an_address_is_found_by_its_own_beginning_alone() {
    let text = "user’s laptop 10.1.168.192 and 192.168.1.10:8080, fe80::1%eth0 2001:DB8:0:0:0:0:0:1/64 [::1]:443";
    for query in [
        "10.1.168.192",
        "10.1",
        "10.1.168",
        "10",
        "192.168",
        "192.168.",
        "192.168.1.10",
        "192.168.1.10:8080",
        "192.168.1.10:80",
        "192.168 laptop",
        "192.168.1.10 laptop",
        "fe80::1",
        "fe80::",
        "fe8",
        "2001:db8::1",
        "2001:db8:0",
        "2001:db8:0:0:0:0:0:1/64",
        "2001:db8::1 laptop",
        "::1",
        "[::1]:443",
        "eth0",
    ] {
        assert!(found(text, query), "{query}");
    }
    for query in ["168.192", "168", "192.168.1.1 laptop", "1.168", "8080", "db8", "10.1.168.1921"] {
        assert!(!found(text, query), "{query}");
    }
    assert!(!found("10.1.168.192", "192.168"));
    assert_eq!(shown("10.1.168.192 and 192.168.1.10:8080", "192.168"), "10.1.168.192 and [192.168.1.10:8080]");
    assert_eq!(shown("192.168.1.10:8080", "192.168.1.10 x"), "[192.168.1.10]:8080");
    // What only looks like one falls into its numbers.
    for query in ["19045", "10.0", "10.0.19045", "3803"] {
        assert!(found("Version 10.0.19045.3803", query), "{query}");
    }
    assert!(found("Version 1.2.3.4.5", "1.2.3.4"));
    assert!(found("at 12:30:45", "12:30") && found("at 12:30:45", "30:45"));
    assert!(found("00:1A:2B:3C:4D:5E", "00:1a:2b:3c") && found("00:1A:2B:3C:4D:5E", "4d:5e"));
    assert!(found("a 3.5mm jack", "3.5") && found("a 3.5mm jack", "3.5mm"));
}

#[test]
fn an_address_begins_behind_a_word_and_a_colon_or_dot() {
    for text in [
        "inet addr:192.168.1.10  Bcast:192.168.1.255",
        "Gateway:192.168.1.10",
        "DNS1:192.168.1.10",
        "网关：192.168.1.10",
        "网关:192.168.1.10",
        "DAD:192.168.1.10",
        "DC01:192.168.1.10.",
        "8080:192.168.1.10:80",
        "INC-48213:192.168.1.10",
        "(:192.168.1.10)",
        "Done.192.168.1.10",
        "ping...192.168.1.10",
        "192.168.1.10:connection refused",
        "192.168.1.10.Done",
        "v1.2:192.168.1.10",
    ] {
        for query in ["192.168.1.10", "192.168", "192.168.1.10 192", text] {
            assert!(found(text, query), "{query:?} in {text:?}");
        }
        for query in ["168.1", "168.1.10", "1.10"] {
            assert!(!found(text, query), "{query:?} in {text:?}");
        }
    }
    for text in ["addr:fe80::1", "网关：fe80::1/64", "Gateway:fe80:0:0:0:0:0:0:1"] {
        assert!(found(text, "fe80::1 fe8"), "{text}");
    }
    assert!(!found("fe80::1:2:3:4", "3:4") && !found("dc01:2001:db8::1", "2001:db8::1"));
    assert!(!found("v1.2.3.4.5", "2.3.4.5 x") && found("v1.2.3.4.5", "3.4.5"));
    assert_eq!(shown("inet addr:192.168.1.10", "192.168.1.10"), "inet addr:[192.168.1.10]");
}

#[test]
fn an_address_with_port_or_prefix_is_found_however_it_is_written() {
    for [one, other] in [
        ["2001:db8::1/64", "2001:DB8:0:0:0:0:0:1/64"],
        ["2001:db8::1/64", "2001:db8:0::1/64"],
        ["2001:db8:0::1/64", "2001:db8:0:0:0:0:0:1/64"],
        ["010.0.0.1:443", "10.0.0.1:443"],
        ["[fe80::1]:443", "[FE80:0::1]:443"],
    ] {
        for (text, query) in [(one, other), (other, one)] {
            assert!(found(text, query) && found(text, &format!("{query} {query}")), "{query} in {text}");
            assert!(!found(&format!("{text}9"), &format!("{query} {query}")), "{query}");
        }
    }
    assert!(found("2001:db8::1", "2001:db8:0::1") && found("2001:db8::1 64", "2001:db8:0::1/64"));
    assert_eq!(shown("at 010.0.0.1:443", "10.0.0.1:443"), "at [010.0.0.1:443]");
}

#[test]
fn codes_are_found_with_and_without_0x() {
    for (text, query) in [
        ("error 0x80070005 access denied", "0x80070005"),
        ("error 0x80070005 access denied", "80070005"),
        ("error 0x80070005 access denied", "0X8007"),
        ("error 0x80070005 access denied", "0x"),
        ("error 0x80070005 access denied", "80070005 denied"),
        ("error 80070005", "0x80070005 error"),
        ("0xC000021A", "c000021a"),
        ("0xabz", "0xab"),
    ] {
        assert!(found(text, query), "{query} in {text}");
    }
    assert!(!found("error 0x80070005", "70005"));
    assert_eq!(shown("error 0x80070005", "80070005"), "error 0x[80070005]");
    assert_eq!(shown("error 0x80070005", "0x80070005"), "error [0x80070005]");
}

#[test]
fn tickets_are_found_by_their_last_digits_and_without_what_is_before_them() {
    let ticket = |ticket: &str, query: &str| finds(&Query::of(query, Matching::Words), &all(ticket, Kind::Ticket));
    for number in ["INC-48213", "#48213", "INC48213", "48213", "INC 48213", "inc_48213", "INC‑48213"] {
        for query in ["8213", "213", "#8213", "48213", "#48213", "482"] {
            assert!(ticket(number, query), "{query} finds {number}");
        }
    }
    for number in ["INC-48213", "INC48213", "INC 48213", "INC#48213"] {
        for query in ["INC48213", "INC-48213", "inc 48213", "inc-4", "inc", "INC-", "inc482"] {
            assert!(ticket(number, query), "{query} finds {number}");
        }
    }
    assert!(ticket("T20240115.0042", "0042") && ticket("T20240115.0042", "t20240115.0042") && ticket("T20240115.0042", "t202401150042"));
    assert!(ticket("CS-2024-00123", "cs202400123") && ticket("CS-2024-00123", "0123"));
    assert!(!ticket("INC-48213", "4821 open") && !ticket("INC-48213", "821 x") && !ticket("INC-48213", "13"));
    // In notes, where letters or a number sign stand before it.
    for text in ["see INC-48213.", "see #48213: again", "(INC48213)"] {
        assert!(found(text, "8213"), "{text}");
    }
    for text in
        ["INC-48213:access denied", "INC-48213.Done", "INC-48213:closed", "INC-48213.access", "INC-48213:8080", "INC-48213:10.0.0.1"]
    {
        for query in ["INC48213", "INC-48213", "INC-48213.", "8213", "48213 inc", text] {
            assert!(found(text, query), "{query} in {text}");
        }
        assert!(!found("INC-48213 open", text) && !found("INC-48213", text), "{text}");
    }
    assert!(found("INC48213 closed", "INC-48213:closed"));
    assert!(found("server-10.0.0.1", "server-10.0") && !found("laptop-10.0.0.1", "server-10.0"));
    assert!(!found("took 48213 seconds", "8213"));
    assert_eq!(shown("see INC-48213.", "8213"), "see INC-4[8213].");
    assert_eq!(shown("see INC-48213.", "inc48213"), "see [INC-48213].");
}

#[test]
fn words_are_marked_in_whatever_case_and_the_last_by_how_it_begins() {
    assert_eq!(shown("Ärger with INC-48213 (vpn.corp)", "ärger corp 482"), "[Ärger] with INC-[48213] (vpn.[corp])");
    assert_eq!(shown("The network’s printers", "net printer"), "The network’s [printers]");
    assert_eq!(shown("net, network", "net net"), "[net], [network]");
    assert_eq!(shown("<script>", "script"), "<[script]>");
    assert_eq!(shown("nothing", " ?"), "nothing");
    assert_eq!(shown("Exchange\u{200b}Server", "server up"), "Exchange\u{200b}[Server]");
    assert_eq!(shown("Exchange\u{200b}Server", "exch"), "[Exchange\u{200b}Server]");
    assert_eq!(shown("Mu\u{308}ller", "muller"), "[Mu\u{308}ller]");
}

#[test]
fn an_excerpt_is_of_the_text_with_most_of_the_words() {
    let excerpt = |texts: &[&str], query: &str| {
        let found = excerpt(texts.iter().copied(), &Query::of(query, Matching::Words))?;
        Some(found.iter().map(|piece| if piece.found { format!("[{}]", piece.text) } else { piece.text.clone() }).collect::<String>())
    };
    let texts = ["The router", "A router that\nhums, router, router", "hums"];
    assert_eq!(excerpt(&texts, "router hum").unwrap(), "A [router] that [hums], [router], [router]");
    assert_eq!(excerpt(&texts, "rout").unwrap(), "The [router]", "of equals the first");
    assert_eq!(excerpt(&texts, "fax"), None);
    assert_eq!(excerpt(&texts, "rout fax"), None);
    let long = format!("{} needle {}", "hay ".repeat(100), "hay ".repeat(100));
    let found = excerpt(&[&long], "need").unwrap();
    assert!(found.starts_with('…') && found.ends_with('…') && found.contains("[needle]") && found.chars().count() < 170, "{found}");
    assert_eq!(excerpt(&[&"x".repeat(500)], "xx").unwrap(), format!("[{}]…", "x".repeat(120)));
}

#[test]
fn a_query_has_few_tokens() {
    let count = |text: &str, matching| Query::of(text, matching).terms().iter().flat_map(Term::wanted).count();
    let all: String = ('\u{4e00}'..).take(500).collect();
    let squared: String = ('\u{3300}'..='\u{3357}').cycle().take(500).collect();
    let numbers = (100..250).map(|number| format!("{number}-{number} ")).collect::<String>();
    let umlauts = (100..200).map(|number| format!("ö{number}-")).collect::<String>();
    for text in ["㌖".repeat(500), all, squared, numbers, umlauts, "\u{fdfa} ".repeat(250), "1:2.".repeat(125), "010.0.0.1:44 ".repeat(40)]
    {
        for matching in [Matching::Words, Matching::Beginnings] {
            assert!((1..=100).contains(&count(&text, matching)), "{text}");
        }
        let looked_at: String = text.chars().take(500).collect();
        assert!(found(&looked_at, &looked_at), "{text}");
    }
    assert_eq!(count(&"㌖".repeat(500), Matching::Words), 6, "each pair once");
    assert!(found("abc 1", &format!("abc 1 {}", "1 ".repeat(200))));
}

#[test]
fn a_query_has_an_end_and_every_word_once() {
    let query = |text: &str| Query::of(text, Matching::Words);
    assert_eq!(query(&format!("{}ab", "x ".repeat(249))), query("x ab"));
    assert_eq!(query(&format!("{}ab y", "x ".repeat(249))), query("x ab"));
    assert_eq!(query(&(0..99).map(|word| format!("{word} ")).collect::<String>()).terms().len(), 50);
    assert!(query(" ?!").is_empty());
    assert_eq!(
        Query::of("of the printer", Matching::Beginnings).terms().iter().map(|term| term.parts[0][0].is_beginning).collect::<Vec<_>>(),
        [false, true, true]
    );
}
