#!/usr/bin/env bash
# Prepares Elasticsearch for the others, as its superuser. Run in Elasticsearch's image, which has bash and curl.
#   archive     sets Kibana's password, and makes the key under which Sekimori writes its archive
#   dashboards  makes a key that may import into Kibana's default space, for an hour
# The key goes to /key/api-key, where user 10001 of Sekimori's image alone can read it. Started again, the archive's key stays the
# same and gets the privileges that are written here, so that an upgrade that needs others needs no new key.
set -euo pipefail
umask 077

readonly url=${ELASTICSEARCH_URL:-https://elasticsearch:9200} ca=${ELASTICSEARCH_CA:-/ca/ca.crt}
readonly folder=${KEY_FOLDER:-/key} owner=${KEY_OWNER:-10001}
readonly file=$folder/api-key

readonly archive_roles='{"archive":{"cluster":["monitor","manage_index_templates","manage_ilm"],"indices":[{"names":["sekimori-*"],
  "privileges":["create_index","create_doc","index","read","view_index_metadata","manage"]}]}}'
# Kibana stores its privileges with the application; `space_all` is "all" within the spaces that are named.
readonly dashboards_roles='{"dashboards":{"cluster":["monitor"],"indices":[{"names":["sekimori-*"],
  "privileges":["read","view_index_metadata"]}],"applications":[{"application":"kibana-.kibana","privileges":["space_all"],
  "resources":["space:default"]}]}}'

die() { echo "$*" >&2; exit 1; }

# Passwords go into JSON and into curl's configuration: characters that mean something there are not taken.
plain() { [[ ${!1:-} =~ ^[A-Za-z0-9._~-]{12,}$ ]] || die "$1 must be 12 or more of A-Z a-z 0-9 . _ ~ -"; }

body=$(mktemp)
trap 'rm -f "$body"' EXIT

# Prints the status; the answer is in $body. The first argument is a line of curl's configuration with the credential, which so is
# in no list of processes.
call() {
  local credential=$1 method=$2 path=$3 json=${4:-}
  curl --silent --show-error --max-time 30 --retry 10 --retry-connrefused --retry-delay 3 --cacert "$ca" \
    --config <(printf '%s\n' "$credential") --request "$method" ${json:+--header 'Content-Type: application/json' --data "$json"} \
    --output "$body" --write-out '%{http_code}' "$url$path"
}

admin() { call "user = \"elastic:$ELASTIC_PASSWORD\"" "$@"; }

# The value of a string in the answer; Elasticsearch's own words need no escapes.
field() { grep -o "\"$1\":\"[^\"]*\"" "$body" | head -n 1 | cut -d '"' -f 4; }

expect() {
  local status=$1 what=$2
  [ "$status" = 200 ] && return
  [ "$status" = 401 ] && die "$what: Elasticsearch does not take ELASTIC_PASSWORD; it is the one of the first start that counts"
  die "$what: Elasticsearch answered $status: $(head -c 500 "$body")"
}

write_key() {
  printf '%s\n' "$1" > "$file.new"
  chmod 400 "$file.new"
  chown "$owner:$owner" "$folder" "$file.new"
  chmod 700 "$folder"
  mv "$file.new" "$file"
}

make_key() {
  local name=$1 roles=$2 expiration=${3:+\"expiration\":\"$3\",} status
  status=$(admin POST /_security/api_key "{\"name\":\"$name\",$expiration\"role_descriptors\":$roles}")
  expect "$status" "The key $name cannot be made"
  local encoded
  encoded=$(field encoded)
  [ -n "$encoded" ] || die "The answer to the key $name has no 'encoded'"
  write_key "$encoded"
}

archive() {
  plain KIBANA_PASSWORD
  local status key
  status=$(admin POST /_security/user/kibana_system/_password "{\"password\":\"$KIBANA_PASSWORD\"}")
  expect "$status" "Kibana's password cannot be set"
  if [ -s "$file" ]; then
    key=$(<"$file")
    status=$(call "header = \"Authorization: ApiKey $key\"" GET /_security/_authenticate)
    case $status in
      200)
        # An encoded key is base64 of id:secret.
        key=$(printf '%s' "$key" | base64 -d)
        status=$(admin PUT "/_security/api_key/${key%%:*}" "{\"role_descriptors\":$archive_roles}")
        expect "$status" "The privileges of the archive's key cannot be set"
        echo "The archive's key is there"
        return ;;
      # Made for another Elasticsearch, or taken back.
      401) echo "The archive's key is not valid any more" ;;
      *) die "The archive's key cannot be tried: Elasticsearch answered $status" ;;
    esac
  fi
  # One whose file was lost must not stay valid. There may be none, and that is not found.
  status=$(admin DELETE /_security/api_key '{"name":"sekimori-archive","owner":true}')
  [ "$status" = 404 ] || expect "$status" "Older keys of the archive cannot be taken back"
  make_key sekimori-archive "$archive_roles"
  echo "The archive has a key"
}

plain ELASTIC_PASSWORD
case ${1:-} in
  archive) archive ;;
  dashboards)
    make_key sekimori-dashboards "$dashboards_roles" 1h
    echo "There is a key for the dashboards, good for an hour" ;;
  *) die "usage: elasticsearch.sh archive|dashboards" ;;
esac
