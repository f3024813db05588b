#!/bin/sh
# Prints the mail of an account that uses the webmail from four countries in three hours, the last time now.
account=${1:-carol@isp.example}
at() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }
now=$(date +%s)
hours=3
for address in 133.11.93.10 91.10.20.30 200.160.2.3 14.139.5.5; do
  cat <<JSON
{"id":"$account-$now-$hours","time":"$(at $((now - hours * 3600)))","kind":"attempt","server":"mx1.isp.example","channel":"webmail","account":"$account","client_address":"$address","sender":"$account","recipients":["bob@example.net"],"size":2048}
JSON
  hours=$((hours - 1))
done
