"""What the managed Neo4j is told: neo4j.conf and Java's arguments; neither secrets nor processes.

Every setting is one that its line knows, since an unknown one stops the start.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kb.engine.layout import Layout, write

MAIN = {"2026": "org.neo4j.server.Neo4jCommunity", "5.26": "org.neo4j.server.CommunityEntryPoint"}

_OPENS = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")

_JAVA = (
    "-Xms128m",
    "-Xmx512m",
    "-XX:+UseSerialGC",  # the smallest, and the quickest to start
    "-XX:-UsePerfData",  # no file in the shared temporary folder
    "-Dfile.encoding=UTF-8",
    "--enable-native-access=ALL-UNNAMED",
)


_QUICK_STOP = {  # no late client is waited for on one machine: a stop takes one second, not ten
    "2026": {"internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s"},
    "5.26": {"internal.dbms.bolt.netty_server_shutdown_quiet_period": "0"},
}


def neo4j_conf(line: str, bolt: int, http: int) -> str:
    """The text of neo4j.conf for an engine on these ports of 127.0.0.1."""
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.default_advertised_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt}",
        "server.http.enabled": "true",
        "server.http.listen_address": f"127.0.0.1:{http}",
        "server.http.advertised_address": f"127.0.0.1:{http}",
        "server.http_enabled_modules": "BROWSER",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": "64m",
        # nothing is reported to anybody
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "server.bolt.telemetry.enabled": "false",
        # the second lock of the read door: LOAD CSV reaches neither files nor hosts, and no statement runs for ever
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        "db.memory.transaction.max": "256m",
        "db.transaction.timeout": "10m",
        # an empty database would take hundreds of megabytes otherwise, and its history gigabytes
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.retention_policy": "200M size",
    }
    return "".join(f"{name}={value}\n" for name, value in (settings | _QUICK_STOP[line]).items())


def java_args(jars: Iterable[Path]) -> str:
    """The text of Java's argument file; a file, since 224 paths are too long for a Windows command line."""
    opens = [f"--add-opens={package}=ALL-UNNAMED" for package in _OPENS]
    words = [*_JAVA, *opens, "-cp", os.pathsep.join(str(jar) for jar in jars)]
    return "".join(f"{_quoted(word)}\n" for word in words)


def configure(layout: Layout, line: str, jars: Iterable[Path], bolt: int, http: int) -> None:
    write(layout.conf / "neo4j.conf", neo4j_conf(line, bolt, http))
    write(layout.args, java_args(jars))


def server_command(layout: Layout, java: Path, line: str, *options: str) -> list[str]:
    folders = ["--home-dir", str(layout.home), "--config-dir", str(layout.conf)]
    return [str(java), f"@{layout.args}", *options, MAIN[line], *folders, "--console-mode"]


def admin_command(layout: Layout, java: Path, *words: str) -> list[str]:
    """Neo4j's admin tool; it finds its folders by NEO4J_HOME and NEO4J_CONF."""
    return [str(java), f"@{layout.args}", "-XX:TieredStopAtLevel=1", "org.neo4j.cli.AdminTool", *words]


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
