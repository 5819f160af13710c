# SPDX-License-Identifier: GPL-2.0-or-later
# Real programs on other services' ports. Part of make-captures.sh.

mkdir "$work/www" "$work/ssh"
echo "<p>An ordinary page.</p>" >"$work/www/index.html"

# --- SSH on 1994 ---------------------------------------------------------------------------------
ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/host"
ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/user"
cp "$work/ssh/user.pub" "$work/ssh/authorized"
mkdir -p /run/sshd

ssh_session()
{
    ssh -F /dev/null -b $client -p 1994 -i "$work/ssh/user" -o BatchMode=yes \
        -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
        root@$server true
}
start /usr/sbin/sshd -D -e -f /dev/null -p 1994 -h "$work/ssh/host" -o ListenAddress=$server \
    -o AuthorizedKeysFile="$work/ssh/authorized" -o StrictModes=no -o PermitRootLogin=yes
wait_for listening 1994
capture ssh-1994 'tcp port 1994' ssh_session
stop
finish ssh-1994 "$REAL: OpenSSH's ssh and sshd on 1994"

# --- TLS on 1994 ---------------------------------------------------------------------------------
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/O=legacyports tests/CN=server.example" \
    -keyout "$work/server.key" -out "$work/server.pem" 2>/dev/null

tls_session()
{
    echo Q | openssl s_client -connect $server:1994 -bind $client:0 >/dev/null 2>&1
}
start openssl s_server -accept $server:1994 -cert "$work/server.pem" -key "$work/server.key" -quiet
wait_for listening 1994
capture tls-1994 'tcp port 1994' tls_session
stop
finish tls-1994 "$REAL: openssl s_client and s_server on 1994"

# --- HTTP on 1992 --------------------------------------------------------------------------------
http_session() { curl -s --interface $client http://$server:1992/ >/dev/null; }
start /usr/bin/python3 -m http.server --bind $server --directory "$work/www" 1992
wait_for listening 1992
capture http-1992 'tcp port 1992' http_session
stop
finish http-1992 "$REAL: curl and python3 -m http.server on 1992"

# --- A client that was lent the port 1990 --------------------------------------------------------
client_1990()
{
    curl -s --interface $client --local-port 1990 http://$server:8080/ >/dev/null
    talk_to -p 1990 2001:db8::2 40404 -s 2001:db8::1 <<-'SCRIPT'
	> hex de ad be ef 00 01 02 03
	< hex 00 08 31 01 02 03 04 05
	SCRIPT
}
start /usr/bin/python3 -m http.server --bind $server --directory "$work/www" 8080
wait_for listening 8080
capture client-port-1990 'tcp port 1990' client_1990
stop
finish client-port-1990 "$REAL: curl from port 1990, then bytes of our own talk.c from port 1990"

# --- Modbus/TCP whose transactions are numbered 0x0831 -------------------------------------------
modbus_both()
{
    /usr/bin/python3 "$here/modbus-peer.py" client $client $server 502
    /usr/bin/python3 "$here/modbus-peer.py" client $client $server 40502
}
start /usr/bin/python3 "$here/modbus-peer.py" server $server 502 40502
wait_for listening 502
wait_for listening 40502
capture modbus-0831 'tcp port 502 or tcp port 40502' modbus_both
stop
finish modbus-0831 "$REAL: pymodbus client and server, transaction identifier set to 0x0831"
