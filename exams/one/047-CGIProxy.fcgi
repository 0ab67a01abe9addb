<CGI_Result>
    <result>0</result>
    <productName>FI9900P</productName>
    <serialNo>00626EA1B2C3</serialNo>
    <devName>Jeugdhuis buiten</devName>
    <mac>00626EA1B2C3</mac>
    <year>2023</year>
    <mon>9</mon>
    <day>16</day>
    <hour>22</hour>
    <min>5</min>
    <sec>41</sec>
    <timeZone>-3600</timeZone>
    <firmwareVer>2.84.2.33</firmwareVer>
    <hardwareVer>1.11.1.19</hardwareVer>
</CGI_Result>
