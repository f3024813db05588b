#!/bin/sh
# Prints 30 days of a mailbox that a team uses from the same 16 networks: each sends two messages a day to 40 correspondents.
# On day 21 at three in the morning somebody with the password sends sixty messages to strangers, from a network that is new.
# The days begin with the first one given, else 30 days ago:  docs/examples/shared-mailbox.sh 2026-05-01 | ./sekimori decide - --explain
first=${1:-}
days=30
seconds() { date -u -d "$1" +%s 2>/dev/null || date -u -j -f '%Y-%m-%d %H:%M:%S' "$1 00:00:00" +%s; }
if [ -n "$first" ]; then begin=$(seconds "$first"); else begin=$((($(date +%s) / 86400 - days) * 86400)); fi
awk -v begin="$begin" -v days="$days" '
function stamp(second,    day, z, era, doe, yoe, doy, mp, year, month) {
  # Days since 1970 as a date of the Gregorian calendar; not every awk has strftime.
  day = int(second / 86400); second -= day * 86400
  z = day + 719468; era = int(z / 146097); doe = z - era * 146097
  yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
  doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100)); mp = int((5 * doy + 2) / 153)
  month = mp < 10 ? mp + 3 : mp - 9; year = yoe + era * 400 + (month <= 2)
  return sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, doy - int((153 * mp + 2) / 5) + 1, \
    int(second / 3600), int(second / 60) % 60, second % 60)
}
function mail(id, second, address, to) {
  printf "{\"id\":\"%s\",\"time\":\"%s\",\"kind\":\"attempt\",\"server\":\"mx1.isp.example\",\"channel\":\"submission\",", id, stamp(second)
  printf "\"account\":\"office@isp.example\",\"client_address\":\"%s\",\"sender\":\"office@isp.example\",", address
  printf "\"recipients\":[\"%s@example.net\"],\"queue_id\":\"Q%s\",\"size\":2048}\n", to, id
}
BEGIN {
  for (day = 0; day < days; day++) {
    if (day == 21)
      for (i = 0; i < 60; i++)
        mail("stolen-" i, begin + day * 86400 + 10800 + i * 60, "133.11.93.10", "victim" i)
    for (i = 0; i < 32; i++)
      mail("office-" day "-" i, begin + day * 86400 + 28800 + i * 1125, "126." 10 + i % 16 ".0.7", "correspondent" (day * 7 + i * 11) % 40)
  }
}'
