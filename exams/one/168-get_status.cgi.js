<!-- opgeslagen van http://10.0.5.66:88/get_status.cgi -->
var id='E8ABFA3310A7';
var sys_ver='11.37.2.65';
var app_ver='2.4.10.8';
var alias='FI8910W_ingang';
var now=1792330122;
var tz=-3600;
var alarm_status=0;
var ddns_status=0;
var ddns_host='';
var oray_type=0;
var upnp_status=0;
var p2p_status=0;
var msn_status=0;
var wifi_status=0;
