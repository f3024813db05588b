#!/bin/bash
# Publishes one event to the inbox, signed: docs/examples/signed-event.sh crm config/crm.key < event.json
# KAFKA (127.0.0.1:9092) and TOPIC (sekimori.inbox) may be set.
set -euo pipefail
publisher=$1
key=$(head -n 1 "$2")
topic=${TOPIC:-sekimori.inbox}
time=$(date -u +%Y-%m-%dT%H:%M:%SZ)
event=$(tr -d '\n')
# A key on a command line can be read by everybody on the machine, so it goes by the environment.
signature=$(printf '%s\n%s\n%s\n%s' "$topic" "$publisher" "$time" "$event" |
  KEY=$key perl -MDigest::SHA=hmac_sha256_hex -0777 -ne 'print hmac_sha256_hex($_, $ENV{KEY})')
printf '%s' "$event" | kcat -b "${KAFKA:-127.0.0.1:9092}" -t "$topic" -P \
  -H "sekimori-publisher=$publisher" -H "sekimori-time=$time" -H "sekimori-signature=$signature"
