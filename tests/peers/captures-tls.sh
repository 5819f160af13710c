# SPDX-License-Identifier: GPL-2.0-or-later
# TLS on IBM License Metric Tool's ports, by nginx, openssl and curl. Part of make-captures.sh.

# --- an authority, a server and a client of it ---------------------------------------------------
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/O=legacyports tests/CN=Test CA" \
    -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null
issue()
{
    openssl req -newkey rsa:2048 -nodes -subj "/O=legacyports tests/CN=$2" \
        -keyout "$work/$1.key" -out "$work/$1.csr" 2>/dev/null
    openssl x509 -req -in "$work/$1.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" \
        -CAcreateserial -days 30 -out "$work/$1.pem" 2>/dev/null
}
issue lmt-server lmt.example
issue lmt-agent agent-1.example

# tls_server NAME PORT VERIFY [listen options]: nginx that asks for client certificates as VERIFY says
tls_server()
{
    cat >"$work/$1.conf" <<CONF
daemon off;
master_process off;
pid $work/$1.pid;
error_log $work/$1.err;
events {}
http {
    access_log off;
    server {
        listen $server:$2 ssl ${4:-};
        ssl_certificate $work/lmt-server.pem;
        ssl_certificate_key $work/lmt-server.key;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_session_tickets off;
        ssl_client_certificate $work/ca.pem;
        ssl_verify_client $3;
        location / { return 200 "accepted\n"; }
    }
}
CONF
    start nginx -p "$work" -c "$work/$1.conf"
    wait_for listening "$2"
}

# agent PORT VERSION [curl options]
agent()
{
    port=$1
    version=$2
    shift 2
    SSLKEYLOGFILE=$work/keys curl -s --interface $client --cacert "$work/ca.pem" --http1.1 \
        --resolve lmt.example:"$port":$server --tlsv"$version" --tls-max "$version" "$@" \
        "https://lmt.example:$port/upload" >/dev/null
}

certificate="--cert $work/lmt-agent.pem --key $work/lmt-agent.key"

# --- 9999: the server alone is authenticated -----------------------------------------------------
level_1()
{
    agent 9999 1.2
    agent 9999 1.3 -u agent:not-a-real-password
}
: >"$work/keys"
tls_server level1 9999 off
capture lmt-9999-tls 'tcp port 9999' level_1
stop
finish lmt-9999-tls "$REAL: curl and nginx, TLS 1.2 and 1.3 on 9999" --inject-secrets "tls,$work/keys"

# --- 9977: client certificates asked for ---------------------------------------------------------
# TLS 1.2 with one, TLS 1.2 with an empty list, TLS 1.3 with one, and openssl's own client
level_2()
{
    # shellcheck disable=SC2086
    agent 9977 1.2 $certificate
    agent 9977 1.2
    # shellcheck disable=SC2086
    agent 9977 1.3 $certificate
    printf 'GET /upload HTTP/1.0\r\n\r\n' |
        openssl s_client -connect $server:9977 -bind $client:0 -tls1_2 -quiet -ign_eof \
            -servername lmt.example -keylogfile "$work/keys" \
            -cert "$work/lmt-agent.pem" -key "$work/lmt-agent.key" >/dev/null 2>&1
}
: >"$work/keys"
tls_server level2 9977 optional
capture lmt-9977-tls 'tcp port 9977' level_2
stop
finish lmt-9977-tls "$REAL: lmt-9977-tls.pcapng without its secrets"
mv "$out/lmt-9977-tls.pcapng" "$out/lmt-9977-tls-no-keys.pcapng"
finish lmt-9977-tls "$REAL: curl, openssl s_client and nginx, TLS with client authentication on 9977" \
    --inject-secrets "tls,$work/keys"

# --- 9977: nobody asks for one -------------------------------------------------------------------
no_request()
{
    # shellcheck disable=SC2086
    agent 9977 1.2 $certificate
    agent 9977 1.3
}
: >"$work/keys"
tls_server asks-not 9977 off
capture lmt-9977-no-request 'tcp port 9977' no_request
stop
finish lmt-9977-no-request "$REAL: curl and nginx, TLS on 9977 whose server asks for no client certificate" \
    --inject-secrets "tls,$work/keys"

# --- 9977: HTTP/2 inside -------------------------------------------------------------------------
# TLS 1.2 shows that the server chose it; TLS 1.3 does to those who have the keys
http2()
{
    agent 9977 1.2 --http2
    agent 9977 1.3 --http2
}
: >"$work/keys"
tls_server h2 9977 off http2
capture h2-tls-9977 'tcp port 9977' http2
stop
finish h2-tls-9977 "$REAL: curl and nginx, HTTP/2 in TLS on 9977" --inject-secrets "tls,$work/keys"

# --- openssl at both ends ------------------------------------------------------------------------
# openssl_server PORT [options]: gives the files of the folder, which are whole responses
printf 'HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\naccepted\n' >"$work/upload"
openssl_server()
{
    port=$1
    shift
    start env -C "$work" openssl s_server -accept $server:"$port" -cert "$work/lmt-server.pem" \
        -key "$work/lmt-server.key" -CAfile "$work/ca.pem" -HTTP "$@"
    wait_for listening "$port"
}

# openssl_agent PORT [options]
openssl_agent()
{
    port=$1
    shift
    printf 'GET /upload HTTP/1.0\r\n\r\n' |
        openssl s_client -connect $server:"$port" -bind $client:0 -quiet -ign_eof \
            -servername lmt.example -keylogfile "$work/keys" "$@" >/dev/null 2>&1 || :
}

# A session, and the same one gone on with: nothing is said of certificates then.
resumed()
{
    for version in -tls1_2 -tls1_3; do
        openssl_agent 9999 $version -sess_out "$work/session"
        openssl_agent 9999 $version -sess_in "$work/session"
    done
}
: >"$work/keys"
openssl_server 9999
capture lmt-9999-resumed 'tcp port 9999' resumed
stop
finish lmt-9999-resumed "$REAL: openssl s_client and s_server, resumed sessions of TLS 1.2 and 1.3 on 9999" \
    --inject-secrets "tls,$work/keys"

# A server that insists: without a certificate, and with one.
refused()
{
    openssl_agent 9977 -tls1_2
    openssl_agent 9977 -tls1_3
    # shellcheck disable=SC2086
    openssl_agent 9977 -tls1_3 $openssl_certificate
}
openssl_certificate="-cert $work/lmt-agent.pem -key $work/lmt-agent.key"
: >"$work/keys"
openssl_server 9977 -Verify 1
capture lmt-9977-refused 'tcp port 9977' refused
stop
finish lmt-9977-refused "$REAL: openssl s_client and s_server, which refuses agents without a certificate" \
    --inject-secrets "tls,$work/keys"

# --- REST of LMT 9.x in TLS, on its port and on another ------------------------------------------
rest()
{
    for port in 9081 9443; do
        SSLKEYLOGFILE=$work/keys curl -s --interface $client --cacert "$work/ca.pem" --http1.1 \
            --resolve lmt.example:$port:$server -H 'Token: not-a-real-token' \
            "https://lmt.example:$port/api/sam/v2/computers?limit=10" \
            "https://lmt.example:$port/api/sam/v2/license_usage?token=not-a-real-token" >/dev/null
    done
}
: >"$work/keys"
tls_server rest 9081 off
rest_9081=$last
tls_server rest-too 9443 off
capture lmt-rest-tls 'tcp port 9081 or tcp port 9443' rest
stop
last=$rest_9081
stop
finish lmt-rest-tls "$REAL: curl and nginx, IBM's documented REST paths in TLS on 9081 and 9443" \
    --inject-secrets "tls,$work/keys"

# --- the same in HTTP/2 --------------------------------------------------------------------------
# Two requests and one for something else, each a stream of one connection.
rest_h2()
{
    for port in 9081 8443; do
        SSLKEYLOGFILE=$work/keys curl -s --interface $client --cacert "$work/ca.pem" \
            --http2 --resolve lmt.example:$port:$server -H 'Token: not-a-real-token' \
            "https://lmt.example:$port/api/sam/v2/computers?limit=10" \
            "https://lmt.example:$port/api/sam/v2/license_usage?token=not-a-real-token" \
            "https://lmt.example:$port/upload" >/dev/null
    done
}
: >"$work/keys"
tls_server rest-h2 9081 off http2
rest_9081=$last
tls_server rest-h2-too 8443 off http2
capture lmt-rest-tls-h2 'tcp port 9081 or tcp port 8443' rest_h2
stop
last=$rest_9081
stop
finish lmt-rest-tls-h2 "$REAL: curl and nginx, IBM's documented REST paths in HTTP/2 in TLS on 9081 and 8443" \
    --inject-secrets "tls,$work/keys"

# --- TLS where HTTP is expected ------------------------------------------------------------------
tls_on_http_port() { agent 9988 1.3; }
: >"$work/keys"
tls_server wrong 9988 off
capture lmt-9988-tls 'tcp port 9988' tls_on_http_port
stop
finish lmt-9988-tls "$REAL: curl and nginx, TLS on 9988"
