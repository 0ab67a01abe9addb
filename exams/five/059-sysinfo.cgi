
Host Name: SC1C0A77
Model: RC8221
Firmware Version: V3.0.01.35
Hardware Version: 1
MAC Address: 00C0021C0A77
Wireless MAC: 00C0021C0A77
Device Serial: 1238E1RC8221004417
Comment: ADT Pulse / icontrol build
IP Address: 192.168.4.117
Up Time: 41 days
