#!/bin/sh
# Prints what a thief does with an account that has habits: guess its password, and write to strangers from two new networks, the
# last time now.
account=${1:?name an account that has sent mail before}
at() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }
now=$(date +%s)
count=0
event() { # event SECONDS-AGO KIND ADDRESS MORE
  count=$((count + 1))
  cat <<JSON
{"id":"$account-$now-$count","time":"$(at $((now - $1)))","kind":"$2","server":"mx1.isp.example","channel":"submission","account":"$account","client_address":"$3"$4}
JSON
}
mail() { # mail SECONDS-AGO ADDRESS RECIPIENTS
  event "$1" attempt "$2" ",\"sender\":\"$account\",\"recipients\":[$3],\"size\":2048"
}
strangers() { # strangers NAME: ten people to whom nobody here has ever written
  for i in 0 1 2 3 4 5 6 7 8; do printf '"%s%s@example.net",' "$1" "$i"; done
  printf '"%s9@example.net"' "$1"
}
for minute in 65 64 63 62 61; do event $((minute * 60)) auth_failed 91.10.20.30 ""; done
mail 180 202.12.30.7 "$(strangers ann)"
mail 120 202.12.30.7 "$(strangers ben)"
mail 60 202.12.30.7 "$(strangers cho)"
mail 0 150.65.7.9 "$(strangers dan)"
