// http://10.3.3.71/command/inquiry.cgi?inqjs=sysinfo   opgehaald 2026-10-14 voor de migratielijst
var ModelName="SNC-RZ25P"
var Serial="0120443"
var SoftVersion="1.40"
var ModelForm="PTZ"
var CgiVersion="2.10"
var TitleBar="Sony Network Camera SNC-RZ25"
var UserNum="1"
