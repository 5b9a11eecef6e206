//! Passwords in the arguments of well-known programs and in the languages of databases, shells and settings.

use super::Kind::Password;
use super::detector::Pattern;
use super::{command, judge};

pub(super) const PATTERNS: &[Pattern] = &[
    // redis-cli -a secret, ldapsearch -w secret, ipmitool -P secret, snmpwalk -c community: a program and its flag
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?i)\b(?:redis-cli\b[^\n|;&]*?[ \t](?:-a|--pass)|ldap(?:search|modify|add|delete|whoami|passwd|compare)\b[^\n|;&]*?[ \t]-w",
            r"|mosquitto_\w+\b[^\n|;&]*?[ \t]-P",
            r"|ipmitool\b[^\n|;&]*?[ \t]-P|snmp(?:walk|get|set|bulkwalk|getnext|table|status)\b[^\n|;&]*?[ \t]-[cAX]|(?:un)?zip\b[^\n",
            r"|;&]*?[ \t]-P|vncviewer\b[^\n|;&]*?[ \t]-passwd",
            r"|(?:sqlcmd|osql|bcp|isql)(?:\.exe)?\b[^\n|;&]*?[ \t]-P|signtool(?:\.exe)?\b[^\n|;&]*?[ \t]/p|rabbitmqctl[ \t]+(?:add_user",
            r"|change_password)[ \t]+\S+",
            r"|htpasswd[ \t]+(?:-\w*b\w*)(?:[ \t]+-\w+)*(?:[ \t]+[^\s-]\S*){1,2}|(?:useradd|usermod|adduser)\b[^\n|;&]*?[ \t]-p",
            r"|wpa_passphrase[ \t]+(?:\x22[^\x22\n]*\x22|\S+)",
            r"|openssl\b[^\n|;&]*?[ \t](?:-k|-pass(?:in|out)?[ \t]+pass:)|vault[ \t]+login|nmcli\b[^\n|;&]*?[ \t]password|lpadmin\b[^\n",
            r"|;&]*?[ \t]-W",
            r"|ssh-keygen\b[^\n|;&]*?[ \t]-[NP]|(?:secret[ \t]+set|put-parameter|create-secret|put-secret-value)\b[^\n",
            r"|;&]*?[ \t](?:--value|--secret-string|--body|-b)|keytool\b[^\n|;&]*?[ \t]-(?:store|key)pass|iw(?:config|priv)\b[^\n",
            r"|;&]*?[ \t]key[ \t]+(?:s:)?|net[ \t]+rpc\b[^\n",
            r"|;&]*?%)[ \t]*()"
        ),
        judge: command::argument,
    },
    // runas /user:bob program secret
    Pattern {
        kind: Password,
        expression: r#"(?i)\brunas(?:\.exe)?[ \t][^\n|;&]*?/user:(?:"[^"\n]*"|\S+)[ \t]+(?:"[^"\n]*"|[^\s"]\S*)[ \t]+()"#,
        judge: command::argument,
    },
    // echo secret | sudo -S, sudo -S <<< secret, echo bob:secret | chpasswd
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?i)\b(?:echo|printf)[ \t]+(?:-\w+[ \t]+)?([^\n|;&]{1,200}?)[ \t]*\|[ \t]*(?:sudo[ \t](?:-\w+[ \t]+)*-\w*S|su\b|passwd\b",
            r"|chpasswd|smbpasswd",
            r"|docker[ \t]+login|podman[ \t]+login|kinit|cryptsetup|gpg\b|openssl\b|base64\b[^\n]{0,20}\bpass",
            r"|\S+[^\n]{0,100}(?:--password-stdin|--stdin|--passphrase-fd|--pass-stdin))"
        ),
        judge: judge::all,
    },
    Pattern {
        kind: Password,
        expression: r"(?i)\b(?:sudo|su|kinit|passwd|chpasswd|cryptsetup)\b[^\n|;&]*?<<<[ \t]*()",
        judge: command::argument,
    },
    // passwd bob secret, user%secret, smbclient -U bob%secret
    Pattern {
        kind: Password,
        expression: r"(?im)(?:^|[$#>`]|sudo|ran|run)[ \t]*passwd[ \t]+[a-z_][\w.-]*[ \t]+()",
        judge: command::only_argument,
    },
    Pattern {
        kind: Password,
        expression: r"(?i)(?:^|[\s=])(?:-U|--user(?:name)?)[ \t=]*[\x22']?[\w.\\/@-]+%([^\s\x22']+)",
        judge: judge::all,
    },
    Pattern { kind: Password, expression: r"\b[\w.-]+%([^\s@/%]+)@", judge: judge::looks },
    // contoso/bob:secret@host
    Pattern { kind: Password, expression: r"(?:^|[\s\x22'(=])[\w.\\/-]+:([^\s@/:]+)@[\w.-]+", judge: judge::looks },
    // sqlplus scott/secret@db, lftp -u bob,secret
    Pattern {
        kind: Password,
        expression: r"(?i)\b(?:sqlplus|rman|expdp|impdp|exp|imp|sqlldr)\b[^\n|;&]*?[ \t][\w$]+/(\S+?)(?:@|[ \t\n]|$)",
        judge: judge::password,
    },
    Pattern {
        kind: Password,
        expression: r"(?i)\b(?:lftp|http|https|wget|ftp)\b[^\n|;&]*?[ \t](?:-u|-a|--auth)[ \t]*[\w.@-]+[,:](\S+)",
        judge: judge::password,
    },
    // u: admin p: secret
    Pattern {
        kind: Password,
        expression: r"(?i)\b(?:u|un|usr|user)[ \t]*[:=][ \t]*\S+[ \t,;/|]+(?:p|pw|pwd)[ \t]*[:=][ \t]*()",
        judge: judge::password,
    },
    // --from-literal=name=secret, a secret of any name
    Pattern { kind: Password, expression: r"(?i)--from-literal[ =][\w.-]+=()", judge: judge::password },
    Pattern { kind: Password, expression: r"(?i)\bnetsh[ \t]+wlan\b[^\n]*?\bkey=()", judge: judge::clear },
    // IDENTIFIED BY 'secret', PASSWORD('secret'), WITH PASSWORD 'secret'
    Pattern {
        kind: Password,
        expression: r"(?i)\bidentified[ \t]+(?:with[ \t]+\S+[ \t]+)?by[ \t]+(?:values[ \t]+)?()",
        judge: judge::password,
    },
    Pattern { kind: Password, expression: r#"(?i){password}[ \t]*\([ \t]*()["']"#, judge: judge::password },
    Pattern {
        kind: Password,
        expression: r#"(?i)\b(?:PASSWORD|NetworkCredential|PSCredential|Credential)[ \t]*\([ \t]*["'][^"'\n]*["'][ \t]*,[ \t]*()["']"#,
        judge: judge::password,
    },
    Pattern { kind: Password, expression: r"(?i)\bpassword[ \t]+()'", judge: judge::password },
    // requirepass secret, AUTH secret, bindpw secret, machine … password secret
    Pattern {
        kind: Password,
        expression: concat!(
            r"(?im)(?:^|[ \t>])(?:requirepass|masterauth|bindpw|rootpw|rootdnpw|smtp_pass|set[ \t]+requirepass",
            r"|config[ \t]+set[ \t]+requirepass)[ \t]+()"
        ),
        judge: command::argument,
    },
    Pattern { kind: Password, expression: r"(?m)^(?:[\d.:]+>[ \t]*)?AUTH[ \t]+(\S+)[ \t]*$", judge: judge::password },
    Pattern { kind: Password, expression: r"(?i)\bmachine[ \t]+\S+[ \t]+login[ \t]+\S+[ \t]+password[ \t]+()", judge: judge::password },
    // aws configure set aws_secret_access_key …, npm config set …:_authToken …
    Pattern { kind: Password, expression: r"(?i)\baws_(?:secret_access_key|session_token)[ \t]*[= \t][ \t]*()", judge: judge::password },
    Pattern { kind: Password, expression: r"(?i)_auth(?:token)?[ \t]*[= \t][ \t]*()", judge: judge::looks_or_long },
    // /PasswordD:secret, ansible_ssh_pass=secret, ENV_PASS=secret
    Pattern { kind: Password, expression: r"(?i)(?:^|\s)/(?:passwordd|passwordo|pd|po):()", judge: judge::password },
    Pattern { kind: Password, expression: r"(?i)[a-z0-9]_(?:pass|pw)[ \t]*[=:][ \t]*()", judge: judge::unless_a_number },
];
