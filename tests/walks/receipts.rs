//! Fingerprints of commands: a resend after a deploy is the same command, so they never change.

use resolutionflow::session::{Command, Facts, Fingerprint};
use resolutionflow::text::{ClientName, Ticket};
use serde_json::{Value, json};

/// Commands as browsers send them, one of each action, and the SHA-256 of their canonical form, made by another program. A line that
/// fails means that receipts on disk are no longer recognised: it is not the line that is wrong.
const GOLDEN: [(&str, &str); 23] = [
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"choose":{"option_id":"yes"}}}"#,
        "d3ff4a5961f31a941de39711517c111def912b082fdf09e1198baaca7640821f",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":"continue"}"#,
        "0218de9579588c91bd97cfc2e16bbea4bcf9ff7b59af6d9528ecf5e5f0afb847",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":"back"}"#,
        "7f8f44923be2221ef96c144bf426717336cb05314e7f699ae186499fd0d2dd26",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"jump":{"record_id":"0192f0c1-2345-7abc-8def-0123456789ab"}}}"#,
        "c987a6e8a0c00028be9cabafdef3355c1f18cf5f394b20866bd46e788e3e34bc",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"park":{"reason":"waits for a cable","for_someone_else":true}}}"#,
        "7e7b3556829f3b203f02cc0731c935d59cba1de04a7b16eef96a5ba1532a8831",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"park":{}}}"#,
        "801a4d5672f3d180de6c63693e3124ad72d6a85ed295dd4128b3dd0c9e28793b",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":"resume"}"#,
        "4d980251464a9ee8c9bc5c29dc3e30849a00cd819d817a63d8ed1df410879ace",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"detour":{"title":"Asked a colleague"}}}"#,
        "15ccacd8c1f8f07d76ac50c41d31e3a4bf5fe739a8fc2eaeb8630fd8ac9022ed",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":"end_detour"}"#,
        "e308d6a0a479dbfb1358c690f1bf87cd13913ec6c59cfefa7d6f912ad8000ded",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"set_idle":{"visit_id":"0192f0c1-2345-7abc-8def-0123456789ab","idle_seconds":0}}}"#,
        "72b52561925192ca8b5e51b634cab98bcbf269712ccad62961b1a478b674f69e",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"report_problem":{"visit_id":"0192f0c1-2345-7abc-8def-0123456789ab","problem":"out of date"}}}"#,
        "a303545cdc2e2282c93e71d785396406ec05635d66f2954fe4924be52508477c",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":"take_over"}"#,
        "eb4158e768e6495a9e03b00332fc9c84cc4d0e570f4ebccc62022f9951075477",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"note":{"visit_id":"0192f0c1-2345-7abc-8def-0123456789ab","notes":"a \"quoted\" line\n\tand ünï𝄞 \u001b"}}}"#,
        "f36b81e17a6ee5d754a958868a10aa7e1ba066b7ef3e56892886d1bcb11cc80f",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"output":{"visit_id":"0192f0c1-2345-7abc-8def-0123456789ab","output":""}}}"#,
        "7c7bbbacb29ebb2138a1528c6fe4989cb427c21299fd0ca2efcdc7a820a724ae",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"complete":{"outcome":"resolved","notes":"","next_steps":"call back"}}}"#,
        "d8782bc680b5fa6edb13f6f0e8b0b05308a40ed09a70d2315db9c17e656f495a",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":"abandon"}"#,
        "13c660b07f52af86a2ecbea98ca2f65ce51ff8d2ca2059499d4796801565ca5a",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"close":{"outcome":"resolved_externally"}}}"#,
        "e4bcd99c088aee07847e470871a7877397268dfe7e41599d5e53b7411e65631f",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":"undo_close"}"#,
        "af7bf93cbe0d60700715d0e3662af2c3758edeaba0b45c51c5bd319948c31f6b",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"edit_facts":{"facts":{"scratchpad":"","ticket":"48213","client":"Fjord","outcome_notes":"","next_steps":""}}}}"#,
        "6e1f662c58cbf78330505f6167c1ff2977b3c25d1dac75d4e815cc1d8a0fef19",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"correct_outcome":{"outcome":"escalated","reason":"misread"}}}"#,
        "e7e577db9e68b05dc6c73d26e974f67451db0db745e07529728d2e0e0c8889e7",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"reassign":{"holder":"0192f0c1-2345-7abc-8def-0123456789ab"}}}"#,
        "dd1e7127ebe3933700c0e1d6b14226b9d8c5e918b8560640583ed9cb8306883f",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":0,"at":"2026-02-10T09:15:00.250Z","draft":{"visit_id":"0192f0c1-2345-7abc-8def-0123456789ab","notes":"","output":"x"},"action":"continue"}"#,
        "06ed4fcffa02e0d4b8b34967a48aabf51b1e602186f6e103bf126e2f0abd3443",
    ),
    (
        r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":0,"draft":{"visit_id":null,"notes":"n","output":"","scratchpad":"","values":{"host":"","gateway":"10.0.0.1"}},"action":"continue"}"#,
        "45cec43842f35dc9a1b950cea2a6097f61e524910f8972e10a16954de84377d2",
    ),
];

fn fingerprint(sent: &str) -> String {
    format!("{:?}", Fingerprint::of(&serde_json::from_str::<Command>(sent).unwrap()))
}

#[test]
fn fingerprints_stay_what_they_were() {
    for (sent, expected) in GOLDEN {
        assert_eq!(fingerprint(sent), expected, "{sent}");
    }
    let facts = Facts { ticket: Ticket::parse("48213").unwrap(), client: ClientName::parse("Fjord").unwrap(), ..Facts::default() };
    let start = Fingerprint::of_kind("start", &json!({"tree": "vpn", "facts": facts, "follows": null}));
    assert_eq!(format!("{start:?}"), "36ee6abde7ce1aa43929ed5104cdf4711d525b20f92dee052b7658e1ca52f0e9");
}

#[test]
fn a_field_that_is_missing_is_the_same_as_its_default() {
    let sent = r#"{"id":"0192f0c1-0000-7abc-8def-0123456789ab","base_revision":7,"action":{"park":{}}}"#;
    let spelt_out = r#"{"action":{"park":{"reason":null,"for_someone_else":false}},"at":null,"draft":null,"base_revision":7,
                        "id":"0192f0c1-0000-7abc-8def-0123456789ab"}"#;
    assert_eq!(fingerprint(spelt_out), fingerprint(sent));
    // As a later version adds it.
    let fields = |more: Value| Fingerprint::of_kind("start", &more);
    assert_eq!(fields(json!({"tree": "vpn", "later": null, "flag": false})), fields(json!({"tree": "vpn"})));
}

#[test]
fn what_differs_has_another_fingerprint() {
    let commands: Vec<String> = GOLDEN.iter().map(|(sent, _)| fingerprint(sent)).collect();
    for (position, one) in commands.iter().enumerate() {
        assert!(!commands[..position].contains(one), "{}", GOLDEN[position].0);
    }
    let scratchpad = |draft: Value| {
        let command = json!({"id": "0192f0c1-0000-7abc-8def-0123456789ab", "base_revision": 7, "draft": draft, "action": "continue"});
        fingerprint(&command.to_string())
    };
    let (kept, emptied) =
        (json!({"visit_id": null, "notes": "", "output": ""}), json!({"visit_id": null, "notes": "", "output": "", "scratchpad": ""}));
    assert_ne!(scratchpad(kept), scratchpad(emptied), "an empty scratchpad takes away what was there");
    let content = json!({"tree": "vpn"});
    assert_ne!(Fingerprint::of_kind("start", &content), Fingerprint::of_kind("command", &content));
}
