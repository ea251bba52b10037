#!/bin/bash
# Starts Neo4j as the official image does, as far as a client can tell: NEO4J_AUTH, NEO4J_* settings ("_" for ".", "__"
# for "_"), data in /data, ports 7474 and 7687, the log on the console, the user neo4j (7474).
set -euo pipefail

conf=/var/lib/neo4j/conf/neo4j.conf
heap=()
{
  echo server.default_listen_address=0.0.0.0
  echo server.directories.data=/data
  echo server.directories.logs=/logs
  while IFS='=' read -r -d '' name value; do
    case $name in
      NEO4J_AUTH | NEO4J_HOME | NEO4J_CONF | NEO4J_EDITION | NEO4J_ACCEPT_LICENSE_AGREEMENT) ;;
      NEO4J_*)
        name=${name#NEO4J_}
        name=${name//__/$'\n'}
        name=${name//_/.}
        name=${name//$'\n'/_}
        # Neo4j's own launcher would turn these two into arguments of Java
        case $name in
          server.memory.heap.initial_size) heap+=("-Xms$value") ;;
          server.memory.heap.max_size) heap+=("-Xmx$value") ;;
        esac
        echo "$name=$value"
        ;;
    esac
  done < <(env -0)
} > "$conf"

opens=()
for package in java.nio java.io sun.nio.ch java.util.concurrent; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
# what starts quickest, for a server that lives for minutes
java=(java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp '/var/lib/neo4j/lib/*' "${opens[@]}" "${heap[@]}")
export NEO4J_HOME=/var/lib/neo4j NEO4J_CONF=/var/lib/neo4j/conf

case ${NEO4J_AUTH:-} in
  none) echo dbms.security.auth_enabled=false >> "$conf" ;;
  neo4j/*)
    if [ ! -d /data/dbms ]; then
      secret=$(mktemp)
      printf '"%s"\n' "${NEO4J_AUTH#neo4j/}" > "$secret"  # a file, since arguments can be read by other users
      "${java[@]}" org.neo4j.cli.AdminTool dbms set-initial-password "@$secret"
      rm "$secret"
    fi
    ;;
  '') ;;
  *) echo "NEO4J_AUTH must be none or neo4j/<password>" >&2; exit 1 ;;
esac

chown -R 7474:7474 /data /logs /var/lib/neo4j/conf /var/lib/neo4j/run
exec setpriv --reuid=7474 --regid=7474 --clear-groups \
  "${java[@]}" org.neo4j.server.CommunityEntryPoint --home-dir /var/lib/neo4j --config-dir /var/lib/neo4j/conf --console-mode
