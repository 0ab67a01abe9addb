-- MySQL dump 10.19  Distrib 10.3.39-MariaDB, for debian-linux-gnu (x86_64)
-- Host: localhost    Database: cacti
LOCK TABLES `host` WRITE;
/*!40000 ALTER TABLE `host` DISABLE KEYS */;
INSERT INTO `host` (`id`,`description`,`hostname`,`snmp_community`,`snmp_version`,`snmp_sysDescr`,`snmp_sysObjectID`,`snmp_sysUpTimeInstance`,`snmp_sysContact`,`snmp_sysName`,`snmp_sysLocation`,`status`) VALUES (14,'Brug camera 1','10.44.1.14','geheim-2019',2,'DINION IP bullet 6000 HD','iso.3.6.1.4.1.3967.1.1.0',40992811,'','BRUG1','',3),(15,'Brug slagboom','10.44.1.15','geheim-2019',2,'RouterOS RB951G-2HnD','iso.3.6.1.4.1.14988.1',9002113,'','RB951','',3),(16,'kopieerder raadzaal','10.44.1.16','public',1,'KONICA MINOLTA bizhub C360','iso.3.6.1.4.1.18334.1.1.1.2.1.55.1.2',55,'','RAADZAAL','',3);
/*!40000 ALTER TABLE `host` ENABLE KEYS */;
UNLOCK TABLES;
