-- MySQL dump 10.13  Distrib 5.7.33, for Linux (x86_64)
--
-- Host: localhost    Database: cmdb
-- ------------------------------------------------------
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `probe_result`;
CREATE TABLE `probe_result` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `ip` varchar(45) DEFAULT NULL,
  `path` varchar(255) DEFAULT NULL,
  `body` mediumtext,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=8 DEFAULT CHARSET=utf8;
INSERT INTO `probe_result` VALUES (5,'10.54.7.2','/ISAPI/System/deviceInfo','<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DeviceInfo version=\"2.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\">\n<deviceName>ANNKE C800</deviceName>\n<deviceID>8b3f0000-7d21-11b4-8f53-e0baad0c772e</deviceID>\n<model>I91BM</model>\n<serialNumber>I91BM20210611AAWRF80114402</serialNumber>\n<macAddress>e0:ba:ad:0c:77:2e</macAddress>\n<firmwareVersion>V5.5.113</firmwareVersion>\n<firmwareReleasedDate>build 201130</firmwareReleasedDate>\n<deviceType>IPCamera</deviceType>\n<manufacturer>ANNKE</manufacturer>\n</DeviceInfo>\n'),(6,'10.54.7.3','/ISAPI/System/deviceInfo','<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DeviceInfo version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\">\n<deviceName>Access Controller</deviceName>\n<deviceID>255</deviceID>\n<model>DS-K2604T</model>\n<serialNumber>DS-K2604T20200305V010200ENE20433171</serialNumber>\n<macAddress>68:6d:bc:4a:e3:19</macAddress>\n<firmwareVersion>V1.2.0</firmwareVersion>\n<firmwareReleasedDate>build 200210</firmwareReleasedDate>\n<deviceType>ACS</deviceType>\n</DeviceInfo>\n'),(7,'10.54.7.9','/','<html><head><title>iDRAC9 - Login</title></head></html>');
-- Dump completed on 2022-04-11 23:59:02
