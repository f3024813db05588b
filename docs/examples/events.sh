#!/bin/sh
# Prints a few events that happen now: one from home, one from Germany, one that is broken.
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
id=example-$(date +%s)
cat <<JSON
{"id":"$id-1","time":"$now","kind":"attempt","server":"mx1.isp.example","channel":"submission","account":"alice@isp.example","client_address":"133.11.93.10","sender":"alice@isp.example","recipients":["bob@example.net"],"size":2048}
{"id":"$id-2","time":"$now","kind":"attempt","server":"mx1.isp.example","channel":"submission","account":"alice@isp.example","client_address":"91.10.20.30","sender":"alice@isp.example","recipients":["bob@example.net"],"size":2048}
{"id":"$id-3","time":"$now","kind":"attempt","account":"alice@isp.example","client_address":"1.2.3"}
JSON
