HTTP/1.1 200 OK
Server: Netwave IP Camera
Date: Sat, 04 Jan 2014 21:17:40 GMT
Content-Type: text/plain
Content-Length: 388
Cache-Control: no-cache
Connection: close

var id='00A8F7012CE4';
var sys_ver='17.22.2.51';
var app_ver='2.4.8.21';
var alias='kippenhok';
var now=1388870260;
var tz=-3600;
var alarm_status=0;
var ddns_status=0;
var ddns_host='';
var oray_type=0;
var upnp_status=4;
var p2p_status=0;
var p2p_local_port=23155;
var msn_status=0;
var wifi_status=1;
