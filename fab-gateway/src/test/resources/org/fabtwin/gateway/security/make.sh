#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the certificates of the tests: a CA, a server (localhost), clients of two roles, and a client of a stranger. Their keys are no secrets.
set -euo pipefail
cd "$(dirname "$0")"
days=36500
ca() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days $days -subj "/CN=$1" -keyout "$1-key.pem" -out "$1.pem"; }
signed() { # name, CA, subject, extension
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$3" -keyout "$1-key.pem" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2-key.pem" -CAcreateserial -days $days -extfile <(echo "$4") -out "$1.pem"
  rm "$1.csr"
}
ca test-ca
ca stranger-ca
signed server test-ca "/CN=localhost" "subjectAltName=DNS:localhost,IP:127.0.0.1"
signed observer test-ca "/CN=dashboard/OU=observe" "extendedKeyUsage=clientAuth"
signed engineer test-ca "/CN=alice/OU=engineer" "extendedKeyUsage=clientAuth"
signed stranger stranger-ca "/CN=mallory/OU=admin" "extendedKeyUsage=clientAuth"
rm -f *.srl *-ca-key.pem
