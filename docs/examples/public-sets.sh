#!/usr/bin/env bash
# Makes the histograms of public sets of mail that docs/detection-data.md speaks of, and prints them as one JSON array:
#   docs/examples/public-sets.sh DIR > src/lab/resources/org/sekimori/lab/statistics/public-sets.json
# The sets are fetched into DIR, unless they are there already. Nothing but histograms leaves DIR.
set -euo pipefail
dir=${1:?name a folder for the sets}
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
sekimori=${SEKIMORI:-$home/sekimori}
mkdir -p "$dir"

# fetch OWNER/NAME COMMIT PATH
fetch() {
  local file=$dir/${3##*/}
  [ -f "$file" ] || curl -fsSL -o "$file" "https://raw.githubusercontent.com/$1/$2/$3"
}

# set NAME SOURCE OPTION...: reads the table from standard input. The zone puts each set's quietest hour at three in the morning.
set_of() {
  local name=$1 source=$2
  shift 2
  $sekimori lab histogram - --name "$name" --source "$source" "$@"
}

savage=60c364f3ae143db65f1194ef31faa7c9469c5934
perry=cf8dfd6b5e1d0684bc1e67e012bf8b8a3e2225a4
dymond=b1593f1739e8b1ecf4e5dd8d3f249e49f32cea30
camicop=59377fb471583047413f5227b04d20a6b07dc31c
fetch davidsavage/Enron-Email-Analysis $savage data/mid_from_to_date_len.csv
fetch davidsavage/Enron-Email-Analysis $savage data/time_from_to.csv
fetch patperry/interaction-proc $perry data/enron/messages.tsv
fetch patperry/interaction-proc $perry data/enron/recipients.tsv
fetch zeno129/dymond_datasets $dymond DNC_Emails/out.dnc-temporalGraph
fetch camicop/fakenews-diffusion $camicop email-Eu-core-temporal.txt

echo '['
# Lengths are of the text alone, without headers and attachments, and say nothing about octets submitted.
set_of enron-savage "davidsavage/Enron-Email-Analysis@$savage data/mid_from_to_date_len.csv" \
  --columns message,from,to,date,clock,size --zone +06:00 --without hour,size < "$dir/mid_from_to_date_len.csv"
echo ,
# 20 messages are dated 1979.
awk -F, '$1 > 800000000' "$dir/time_from_to.csv" | set_of enron-timed \
  "davidsavage/Enron-Email-Analysis@$savage data/time_from_to.csv" --columns time,from,to --zone +01:00 --without hour
echo ,
awk -F'\t' 'NR == FNR { time[$1] = $3; from[$1] = $5; next } { print $1, from[$1], $3, time[$1] }' \
  "$dir/messages.tsv" "$dir/recipients.tsv" | set_of enron-perry \
  "patperry/interaction-proc@$perry data/enron/messages.tsv, recipients.tsv" \
  --columns message,from,to,time --zone +06:00 --without hour
echo ,
set_of dnc "zeno129/dymond_datasets@$dymond DNC_Emails/out.dnc-temporalGraph" \
  --columns from,to,-,time --zone +04:00 < "$dir/out.dnc-temporalGraph"
echo ,
# Seconds from a day that is not told; by its weekends a Monday, such as the one four days after 1970 began.
awk '{ print $1, $2, $3 + 4 * 86400 }' "$dir/email-Eu-core-temporal.txt" | set_of eu-core \
  "camicop/fakenews-diffusion@$camicop email-Eu-core-temporal.txt" --columns from,to,time
echo ']'
