#!/usr/bin/env bash
# Makes a certificate authority and Elasticsearch's certificate, once. Run in Elasticsearch's image, which has the tool for it.
#   /ca      the authority with its private key; nobody else mounts it
#   /server  what Elasticsearch mounts: its key and certificate, and the authority's certificate
#   /public  what clients mount: the authority's certificate alone
# Started again it leaves everything as it is; with the argument `renew` it makes a new certificate under the same authority.
set -euo pipefail
umask 077

readonly ca=/ca server=/server public=/public
readonly certutil=/usr/share/elasticsearch/bin/elasticsearch-certutil
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The key comes last: without it, whatever an interrupted run has left is made anew.
if [ ! -s $ca/ca.key ]; then
  echo "Making a certificate authority"
  "$certutil" ca --silent --pem --days 3650 --out "$work/ca.zip"
  unzip -q "$work/ca.zip" -d "$work"
  mv "$work/ca/ca.crt" $ca/ca.crt
  mv "$work/ca/ca.key" $ca/ca.key
fi

if [ "${1:-}" = renew ] || [ ! -s $server/elasticsearch.key ] || [ "$(<$ca/ca.crt)" != "$(cat $server/ca.crt)" ]; then
  echo "Making Elasticsearch's certificate, good for three years"
  rm -f $server/elasticsearch.key
  "$certutil" cert --silent --pem --days 1095 --name elasticsearch --dns elasticsearch,localhost --ip 127.0.0.1 \
    --ca-cert $ca/ca.crt --ca-key $ca/ca.key --out "$work/server.zip"
  unzip -q "$work/server.zip" -d "$work"
  cp $ca/ca.crt $server/ca.crt
  mv "$work/elasticsearch/elasticsearch.crt" $server/elasticsearch.crt
  mv "$work/elasticsearch/elasticsearch.key" $server/elasticsearch.key
fi

# Elasticsearch runs as uid 1000 in group 0.
chown -R 0:0 $server
chmod 750 $server
chmod 640 $server/*
cp $ca/ca.crt $public/ca.crt
chmod 755 $public
chmod 644 $public/ca.crt
echo "Certificates are in place"
