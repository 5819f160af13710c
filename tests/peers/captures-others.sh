# SPDX-License-Identifier: GPL-2.0-or-later
# What else lives on our ports. Part of make-captures.sh.

# --- HTTP/2 in clear text, by nghttpd and curl ---------------------------------------------------
h2_session()
{
    for port in 9977 9988; do
        curl -s --interface $client --http2-prior-knowledge -H 'Content-Type: application/grpc' \
            -H 'TE: trailers' http://$server:$port/index.html >/dev/null
    done
}
start nghttpd --no-tls -a $server -d "$work/www" 9977
first=$last
start nghttpd --no-tls -a $server -d "$work/www" 9988
wait_for listening 9977
wait_for listening 9988
capture h2-9977-9988 'tcp port 9977 or tcp port 9988' h2_session
stop
last=$first
stop
finish h2-9977-9988 "$REAL: curl and nghttpd, HTTP/2 in clear text on 9977 and 9988"

# --- WebSocket -----------------------------------------------------------------------------------
websocket_session() { /usr/bin/python3 "$here/websocket-peer.py" client $client $server 9988; }
start /usr/bin/python3 "$here/websocket-peer.py" server $server 9988
wait_for listening 9988
capture websocket-9988 'tcp port 9988' websocket_session
stop
finish websocket-9988 "$REAL: python3-websockets, client and server, on 9988"

# --- what else is known on 9999 and 9988, by our own sender --------------------------------------
tplink_session()
{
    talk_to $server 9999 <<-'SCRIPT'
	> tplink {"system":{"get_sysinfo":{}}}
	< tplink {"system":{"get_sysinfo":{"sw_ver":"1.0","model":"HS100(EU)","alias":"lamp","relay_state":1,"err_code":0}}}
	> tplink {"system":{"set_relay_state":{"state":0}}}
	< tplink {"system":{"set_relay_state":{"err_code":0}}}
	SCRIPT
}
mining_session()
{
    talk_to $server 9999 <<-'SCRIPT'
	> text {"id":1,"method":"mining.subscribe","params":["miner/1.0"]}\n
	< text {"id":1,"result":[[["mining.notify","ae6812eb"]],"08000002",4],"error":null}\n
	> text {"id":2,"method":"mining.authorize","params":["worker","x"]}\n
	< text {"id":2,"result":true,"error":null}\n
	SCRIPT
}
# The words of Lantronix's device servers, with and without option negotiations and the name of
# the maker (payload.c names the source); a menu that is nobody's; a greeting that is no menu.
telnet_session()
{
    talk_to $server 9999 <<-'SCRIPT'
	< hex ff fb 01 ff fb 03
	< text \r\x00\nMAC address 00204A000001\n\r\x00Software version 01.0\r\x00\n\n\r\x00Press Enter for Setup Mode \n\r\x00
	> text \r\x00
	< text \r\x00\n\n*** basic parameters \n\r\x00Your choice ? 
	SCRIPT
    talk_to $server 9999 <<-'SCRIPT'
	< text \r\nMAC address 00204A000001\r\nSoftware version 01.0\r\nPress Enter for Setup Mode \r\n
	> text \r\n
	< text \r\n*** basic parameters \r\nYour choice ? 
	> text 8\r\n
	SCRIPT
    talk_to $server 9999 <<-'SCRIPT'
	< text \r\n*** Lantronix Universal Device Server ***\r\nPress Enter for Setup Mode \r\n
	> text \r\n
	< text \r\nYour choice ? 
	SCRIPT
    talk_to $server 9999 <<-'SCRIPT'
	< text Welcome.\r\n1 Status\r\n2 Settings\r\nYour choice ? 
	> text 1\r\n
	< text \r\nAll is well.\r\n
	SCRIPT
    talk_to $server 9999 <<-'SCRIPT'
	< text 220 ready when you are\r\n
	> text QUIT\r\n
	< text 221 so long\r\n
	SCRIPT
}
jmx_session()
{
    talk_to $server 9988 <<-'SCRIPT'
	> hex 4a 52 4d 49 00 02 4b
	< hex 4e 00 09 31 39 32 2e 30 2e 32 2e 31 00 00 c3 50
	> hex 00 09 31 39 32 2e 30 2e 32 2e 31 00 00 00 00
	SCRIPT
}
pcanywhere_session()
{
    talk_to $server 5631 <<-'SCRIPT'
	> hex 00 00 00 00
	< hex 1b 61 01 02 03
	> hex 6f 06 fe
	< hex 1b 62 00 02 00 00 00
	SCRIPT
}
for other in 'tplink 9999' 'mining 9999' 'telnet 9999' 'jmx 9988' 'pcanywhere 5631'; do
    # shellcheck disable=SC2086
    set -- $other
    capture "$1-$2" "tcp port $2" "$1_session"
    finish "$1-$2" "$OWN/talk.c"
done

# --- the port numbers over other transports ------------------------------------------------------
echo transports
"$peers/other-transports" >"$work/transports.pcap"
finish transports "$OWN/other-transports.c; no socket was opened"

# --- numbers that are no ports -------------------------------------------------------------------
echo numbers
"$peers/other-numbers" >"$work/numbers.pcap"
finish numbers "$OWN/other-numbers.c; no socket was opened"

# --- printable messages on IPsendmsg's port -------------------------------------------------------
message_session()
{
    talk_to -p 31992 $server 1992 <<-'SCRIPT'
	> text to: operator\r\n
	> text caf\xC3
	> text \xA9 closes at six\x00
	< text ok\n
	SCRIPT
    talk_to -u -p 31992 $server 1992 <<-'SCRIPT'
	> text hi
	> text the printer is out of paper
	< text noted
	SCRIPT
}
capture ipsendmsg-1992-text 'port 1992' message_session
finish ipsendmsg-1992-text "$OWN/talk.c (printable messages on 1992, tcp and udp; the words are ours)"
