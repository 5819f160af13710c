# SPDX-License-Identifier: GPL-2.0-or-later
# HTTP on IBM License Metric Tool's ports, by nginx and curl. Part of make-captures.sh.
#
# The agent's own messages are not public. Paths and bodies here are ours, but
# for the REST paths of LMT 9.x, which IBM documents; what comes back is ours.

cat >"$work/lmt.conf" <<CONF
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/nginx.err;
events {}
http {
    access_log off;
    client_body_temp_path $work/body;
    default_type application/json;
    server {
        listen $server:9988;
        listen $server:9999;
        location / { return 200 "accepted\n"; }
    }
    server {
        listen $server:9081;
        listen $server:8080;
        listen $server:8089;
        location = /api/get_token { return 200 '{"token":"not-a-real-token"}\n'; }
        location /api/sam/v2/ { return 200 '{"rows":[],"total":0}\n'; }
        location /api/sam/ { return 200 '[]\n'; }
        location = /api/import_status.json { return 200 '{"running":false}\n'; }
        location / { return 404 '{"error":"no such thing"}\n'; }
    }
}
CONF

request() { curl -s --interface $client "$@" >/dev/null; }

# Four connections: nothing of note, a literal of the facts, and two kinds of credential.
lmt_http()
{
    request http://$server:9988/
    request -A 'ILMT-TAD4D-agent' -H 'X-Note: License Metric Tool' --data 'hardware scan, our own words' \
        http://$server:9988/upload
    request -u agent:not-a-real-password http://$server:9988/status
    request -H 'Content-Type: application/json' --data '{"user":"agent","password":"not-a-real-password"}' \
        http://$server:9988/login
}

lmt_rest()
{
    request -H 'Content-Type: application/json' --data '{"user":"auditor","password":"not-a-real-password"}' \
        http://$server:9081/api/get_token \
        --next -s -H 'Token: not-a-real-token' http://$server:9081/api/sam/about \
        --next -s -H 'Token: not-a-real-token' "http://$server:9081/api/sam/license_usages?limit=10" \
        --next -s http://$server:9081/api/import_status.json
    request "http://$server:8089/api/sam/v2/computers?token=not-a-real-token&limit=10" \
        "http://$server:8089/api/sam/v2/license_usage_per_server" \
        "http://$server:8089/api/sam/swinventory/confirm" \
        "http://$server:8089/api/sam/no_such_resource"
    request http://$server:8089/api/get_token
}

# Where Wireshark's HTTP owns the port: credentials of each kind, and what is not LMT's.
lmt_rest_8080()
{
    request http://$server:8080/api/other
    request -u auditor:not-a-real-password http://$server:8080/api/sam/about
    request "http://$server:8080/api/sam/v2/tags?token=not-a-real-token" \
        --next -s -H 'Token: not-a-real-token' -H 'Content-Type: application/json' \
        --data '{"user":"auditor","password":"not-a-real-password"}' \
        http://$server:8080/api/sam/swinventory/confirm \
        --next -s http://$server:8080/api/import_status.json
    request --proxy http://$server:8080 http://lmt.example/api/sam/configs
    pipelined | curl -s --interface $client telnet://$server:8080 >/dev/null
}

# Three requests in a segment, the first for something else.
pipelined()
{
    host='HTTP/1.1\r\nHost: lmt.example\r\n'
    printf '%b' "GET /api/other $host\r\n" \
        "GET /api/sam/configs ${host}Token: not-a-real-token\r\n\r\n" \
        "GET /api/sam/v2/tags?token=not-a-real-token ${host}Connection: close\r\n\r\n"
}

http_on_tls_port() { request http://$server:9999/; }

start nginx -p "$work" -c "$work/lmt.conf"
wait_for listening 9081
capture lmt-9988-http 'tcp port 9988' lmt_http
finish lmt-9988-http "$REAL: curl and nginx on 9988; paths, headers and bodies are ours, not an agent's"
capture lmt-rest-http 'tcp port 9081 or tcp port 8089' lmt_rest
finish lmt-rest-http "$REAL: curl and nginx on 9081 and 8089; IBM's documented REST paths, answers ours"
capture lmt-rest-8080 'tcp port 8080' lmt_rest_8080
finish lmt-rest-8080 "$REAL: curl and nginx on 8080; IBM's documented REST paths, answers ours"
capture lmt-9999-http 'tcp port 9999' http_on_tls_port
finish lmt-9999-http "$REAL: curl and nginx, plain HTTP on 9999"
stop
