/**
 * Passwords of eight characters and more that guessers try first: the ones that recur in every published leak,
 * keyboard walks, names and seasons with a year, and the well-known "strong" examples. Written as `passwordFault`
 * compares them: lower case, without spaces, dashes, dots and underscores. Runs and repetitions need no entry.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  123456789a 1234567890 12345678910 0123456789 9876543210 0987654321 123123123 12344321 1234554321 123454321 1234qwer
  123qweasd 123qweasdzxc 12qwaszx 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 1qaz@wsx 1qaz!qaz
  !qaz2wsx !qaz@wsx zaq12wsx zaq1zaq1 zaq1xsw2 zaq!2wsx xsw21qaz 2wsx3edc 3edc4rfv qazwsxedc qazwsxedcrfv qazwsx123
  qwertyui qwertyuiop qwertyuiop123 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwerty1234567 qwerty12345678
  qwerty123456789 qwertyqwerty 123qwerty 1234qwerty 123456qwerty qwerty2020 qwerty2021 qwerty2022 qwerty2023 qwerty2024
  qwertz123 qwertzui qwertzuiop azerty123 azertyuiop asdfghjk asdfghjkl asdfghjkl123 asdf1234 asdfasdf asdfqwer asdzxc123
  zxcvbnm1 zxcvbnm123 zxcvasdf zxcvbnmasdfghjkl qweasdzxc qweasd123 qweqweqwe qwer1234 qwe123qwe 1234asdf q1w2e3r4
  q1w2e3r4t5 q1w2e3r4t5y6 a1b2c3d4 a1s2d3f4 abcd1234 abcde12345 abc123456 abc12345 abc123abc aa123456 aaa12345 aaa111222
  a12345678 a123456789 1a2b3c4d 123456aa 123456ab 12345678a 123456abc 123abc123 123456789q 123456789qwe 1234567a
  11223344 1122334455 112233445566 11112222 12121212 10203040 102030405060 147258369 147852369 159357456 159753456
  741852963 789456123 963852741 321654987 987654321a 00000001 11111112 111222333 123321123 456789123 31415926 3141592654
  password password1 password12 password123 password1234 password12345 password123456 password1! password123! password01
  password2 password3 password4 password5 password7 password9 password11 password13 password21 password22 password69
  password99 password00 password2019 password2020 password2021 password2022 password2023 password2024 password2025
  password2026 password! password? password@123 password@1 passwordpassword password1password mypassword mypassword1
  mypassword123 newpassword newpassword1 newpassword123 thepassword nopassword yourpassword userpassword adminpassword
  rootpassword testpassword defaultpassword temppassword temporary temporary1 temporary123 temp1234 temppass temppass1
  changeme changeme1 changeme12 changeme123 changemenow changethis changeit changepassword pleasechangeme passw0rd
  passw0rd1 passw0rd12 passw0rd123 passw0rd! p@ssword p@ssword1 p@ssword123 p@ssw0rd p@ssw0rd1 p@ssw0rd12 p@ssw0rd123
  p@ssw0rd1234 p@ssw0rd! p@$$w0rd p@$$w0rd1 p@$$word pa$$word pa$$w0rd pa$$word1 pa55word pa55word1 pa55w0rd p455w0rd
  passwort passwort1 passwort123 motdepasse motdepasse1 contrasena contraseña contrasena1 contrasena123 wachtwoord
  wachtwoord1 wachtwoord123 senha123 senha1234 senha12345 parola123 parola1234 salasana salasana1 lozinka1 passord1
  passord123 lösenord losenord adgangskode haslo123 haslo1234 heslo123 heslo1234 parool123 şifre123 sifre123 password1a
  pass1234 pass12345 pass123456 passpass pass@123 pass@1234 passphrase passcode passcode1 passkey1 passme123
  welcome1 welcome12 welcome123 welcome1234 welcome1! welcome123! welcome@1 welcome@123 welcome2 welcome01 welcome2019
  welcome2020 welcome2021 welcome2022 welcome2023 welcome2024 welcome2025 welcome2026 welcomehome welcome! willkommen
  willkommen1 willkommen123 bienvenue bienvenue1 bienvenido benvenuto letmein1 letmein12 letmein123 letmein1234 letmein!
  letmeinnow letmeinplease openthedoor opensesame opensesame1 trustno1 trustnoone iloveyou iloveyou1 iloveyou12
  iloveyou123 iloveyou2 iloveyou3 iloveyou! iloveyou2020 iloveyou2021 iloveyouso iloveyousomuch iloveyoubaby ilovegod
  ilovejesus ilovemyself ilovemom ilovemum ilovemydog ilovemycat ilovemyfamily ilovemywife ilovemyson ilovehim iloveher
  iloveme1 iloveme2 ihateyou ihateyou1 ihatethis ihatepasswords ihatemyjob teamo123 tequiero tequieromucho tiamo123
  administrator administrator1 administrator123 adminadmin admin123 admin1234 admin12345 admin123456 admin@123 admin@1234
  admin123! admin2020 admin2021 admin2022 admin2023 admin2024 admin2025 adminroot rootroot root1234 rootadmin toor1234
  superuser superadmin superadmin123 sysadmin sysadmin1 operator operator1 manager1 manager123 user1234 user12345
  username username1 useruser testtest test1234 test12345 test123456 testing1 testing12 testing123 testuser testuser1
  testaccount test@123 test@1234 guest123 guest1234 guestguest demo1234 demodemo demo12345 demouser default1 default123
  secret12 secret123 secret1234 secretsecret topsecret topsecret1 mysecret letmepass master12 master123 master1234
  mastermaster masterkey computer computer1 computer12 computer123 internet internet1 internet12 internet123 network1
  server123 database database1 oracle123 mysql123 postgres postgres1 postgres123 windows1 windows10 windows11 windows123
  microsoft microsoft1 microsoft123 office365 outlook1 google123 google12 googlegoogle facebook facebook1 facebook123
  instagram instagram1 whatsapp snapchat linkedin linkedin1 youtube1 youtube123 samsung1 samsung12 samsung123 android1
  iphone12 iphone123 apple123 appleapple macintosh motorola blackberry playstation playstation1 playstation2 playstation3
  nintendo nintendo1 pokemon1 pokemon12 pokemon123 minecraft minecraft1 minecraft123 fortnite fortnite1 roblox123
  counterstrike starcraft warcraft worldofwarcraft callofduty battlefield assassin assassin1 halflife
  baseball baseball1 baseball12 basketball basketball1 basketball12 football football1 football12 football123 softball
  softball1 volleyball volleyball1 swimming swimming1 running1 skateboard snowboard hockey12 hockey123 soccer12 soccer123
  golf1234 golfgolf cricket1 cricket123 rugby123 cheerleader gymnastics wrestling dancing1 chelsea1 chelsea123 chelseafc
  liverpool liverpool1 liverpool12 liverpool123 liverpoolfc arsenal1 arsenal12 arsenal123 arsenalfc manchester
  manchester1 manutd123 manchesterunited everton1 tottenham tottenham1 newcastle newcastle1 westham1 barcelona barcelona1
  barcelona10 barcelona123 realmadrid realmadrid1 juventus juventus1 intermilan bayernmunich benfica1 galatasaray
  fenerbahce besiktas cowboys1 dallascowboys steelers steelers1 packers1 patriots patriots1 raiders1 raiders123 broncos1
  yankees1 yankees2 lakers24 lakers123 chicago1 redsox12 dodgers1 phillies
  dragon12 dragon123 dragonball dragonball1 dragonballz monkey12 monkey123 monkeymonkey shadow12 shadow123 sunshine
  sunshine1 sunshine12 sunshine123 sunshine2 princess princess1 princess12 princess123 princess2 princesa superman
  superman1 superman12 superman123 batman12 batman123 spiderman spiderman1 spiderman123 ironman1 ironman123 wolverine
  wolverine1 deadpool captainamerica starwars starwars1 starwars123 skywalker darthvader lukeskywalker startrek
  enterprise matrix123 harrypotter harrypotter1 hogwarts gandalf1 frodo123 legolas1 lordoftherings gameofthrones
  michael1 michael12 michael123 michelle michelle1 jennifer jennifer1 jessica1 jessica123 jonathan jonathan1 jordan23
  jordan123 joshua12 joshua123 daniel12 daniel123 danielle danielle1 christian christian1 christine christopher
  christopher1 christina elizabeth elizabeth1 alexander alexander1 alexandra alexandra1 alejandro alejandra stephanie
  stephanie1 nicholas nicholas1 nicole12 nicole123 anthony1 anthony123 andrew12 andrew123 ashley12 ashley123 amanda12
  amanda123 brandon1 brandon123 charlie1 charlie12 charlie123 charlotte charlotte1 matthew1 matthew123 benjamin benjamin1
  samantha samantha1 samantha123 victoria victoria1 veronica veronica1 patricia patricia1 margaret margaret1 catherine
  katherine kimberly kimberly1 rebecca1 rebecca123 melissa1 melissa123 thomas12 thomas123 william1 william123 robert12
  robert123 richard1 richard123 francisco fernando fernando1 gabriel1 gabriela gabriela1 sebastian sebastian1 valentina
  isabella isabella1 mohammed mohammed1 muhammad muhammad1 mohamed123 abdullah abdullah1 ahmed123 anderson anderson1
  caroline caroline1 marianne martinez rodriguez gonzalez hernandez johnson1 williams smith123 princess! hannah12
  hannah123 hunter12 hunter123 hunter2hunter2 george12 george123 jackson1 jackson5 justin12 justinbieber taylor12
  taylorswift beyonce1 eminem12 eminem123 metallica metallica1 nirvana1 nirvana123 slipknot slipknot1 slipknot666
  ironmaiden ironmaiden1 pinkfloyd pinkfloyd1 ledzeppelin blink182 greenday greenday1 linkinpark linkinpark1 rockstar
  rockstar1 rocknroll rocknroll1 guitar12 guitar123 music123 musica123 onedirection
  butterfly butterfly1 butterfly123 flower12 flower123 flowers1 sunflower sunflower1 rainbow1 rainbow123 rainbow6
  strawberry strawberry1 chocolate chocolate1 chocolate123 cupcake1 cookie12 cookie123 cookies1 cheese12 cheese123
  cheesecake pizza123 banana12 banana123 orange12 orange123 cherry12 cherry123 pineapple pineapple1 watermelon peanut12
  peanutbutter icecream icecream1 marshmallow hamburger spaghetti whiskey1 tequila1 budlight heineken cocacola cocacola1
  pepsi123 starbucks mcdonalds coffee12 coffee123
  elephant elephant1 giraffe1 dolphin1 dolphins dolphins1 tigger12 tigger123 tiger123 lion1234 panther1 panthers
  penguin1 penguins penguin123 unicorn1 unicorns unicorn123 kittycat kittycat1 hellokitty hellokitty1 puppy123
  puppydog doggie12 bulldogs bulldog1 mustang1 mustang12 mustang123 ferrari1 ferrari123 lamborghini porsche1 porsche911
  mercedes mercedes1 corvette corvette1 camaro12 chevrolet chevy123 toyota12 toyota123 honda123 yamaha123 kawasaki
  harleydavidson harley12 harley123 bmw12345 volkswagen fordf150 motorcycle airplane aviation1
  blue1234 blueblue bluebird bluesky1 blackblack blackcat blackjack blackjack1 redrose1 purple12 purple123 yellow12
  yellow123 green123 greengreen silver12 silver123 golden12 goldfish diamond1 diamond123 diamonds platinum crystal1
  crystal123 midnight midnight1 moonlight moonlight1 sunrise1 sunset12 starlight stardust lightning lightning1
  thunder1 thunder123 hurricane tornado1 fireball firefire snowball snowflake snowman1
  january1 february february1 march2020 april123 september september1 october1 november november1 december december1
  monday12 monday123 tuesday1 wednesday thursday thursday1 friday12 friday13 friday123 saturday saturday1 sunday12
  spring123 spring2019 spring2020 spring2021 spring2022 spring2023 spring2024 spring2025 spring2026 spring2024!
  summer12 summer123 summer2018 summer2019 summer2020 summer2021 summer2022 summer2023 summer2024 summer2025 summer2026
  summer2023! summer2024! summer2025! summertime autumn12 autumn123 autumn2019 autumn2020 autumn2021 autumn2022
  autumn2023 autumn2024 autumn2025 autumn2026 autumn2024! winter12 winter123 winter2018 winter2019 winter2020 winter2021
  winter2022 winter2023 winter2024 winter2025 winter2026 winter2023! winter2024! winter2025! fall2020 fall2021 fall2022
  fall2023 fall2024 fall2025 christmas christmas1 christmas123 halloween halloween1 birthday birthday1 happybirthday
  newyear2024 newyear2025 holiday1 vacation vacation1
  america1 america123 american americana australia australia1 brasil123 brazil123 canada12 canada123 england1 england123
  germany1 germany123 deutschland france123 italia123 india123 indonesia malaysia mexico12 mexico123 pakistan pakistan1
  pakistan123 philippines portugal portugal1 russia123 scotland scotland1 singapore singapore1 turkiye1 istanbul
  istanbul34 london12 london123 newyork1 newyork123 newyorkcity california california1 texas123 florida1 boston12
  toronto1 montreal vancouver paris123 berlin123 hamburg1 moscow12 sydney12 melbourne losangeles lasvegas
  jesus123 jesus777 jesuschrist jesus1234 jesusislord jesussaves jesuslovesme christ12 christian123 blessed1 blessed123
  heaven12 heaven123 angel123 angel1234 angels12 faith123 hope1234 grace123 godisgood godisgood1 godislove godbless
  godbless1 hallelujah amenamen allah123 bismillah alhamdulillah inshallah krishna1 saibaba1 omsairam jaimatadi
  lovelove love1234 love12345 love123456 loveyou1 loveyou2 loveyou123 lovely12 lovely123 lover123 loveme12 loverboy
  lovergirl loveforever foreverlove forever1 forever123 foreverandever myfamily family12 family123 mother12 mother123
  father12 mommy123 daddy123 daddysgirl babygirl babygirl1 babygirl12 babygirl123 babyboy1 babyboy123 baby1234 babybaby
  sweetheart sweetheart1 sweetie1 sweetpea sweet123 honey123 honeybee honeybunny darling1 beautiful beautiful1
  beautiful123 handsome pretty12 gorgeous precious precious1 cutie123 sexy1234 sexygirl sexylady sexybitch hottie12
  hottie123 bestfriend bestfriend1 bestfriends friends1 friends123 friend123 friendship happyday happy123 happy1234
  happiness happylife happyhappy smile123 smiley12 freedom1 freedom12 freedom123 liberty1 justice1 patience success1
  success123 victory1 victory123 winner12 winner123 champion champion1 lucky123 lucky777 lucky1234 money123 money1234
  moneymoney dollar123 business business1 company1 company123 office123 work1234 workwork monday2024 teacher1 student1
  student123 school12 school123 college1 university university1 hospital doctor123 nurse123 lawyer123 police123
  security security1 security123 security1! private1 private123 access12 access123 access14 access1234 account1
  account123 customer customer1 customer123 support1 support123 service1 service123 partner1 partner123 partnerportal
  portal123 portal1234 employee employee1 employee123 helpdesk helpdesk1 helpdesk123 training training1 training123
  company2023 company2024 company2025 sales123 finance1 finance123 marketing marketing1 backup12 backup123 backupadmin
  northwind northwind1 northwind123 fabrikam fabrikam1 contoso1 contoso123 gatehouse gatehouse1 gatehouse123
  whatever whatever1 whatever123 nothing1 nothing123 something something1 anything everything blahblah blahblah1
  blablabla whocares dontknow idontknow idontcare forgotten forgetit iforgot1 iforgotit remember remember1 remember123
  qwerty!@# !@#$%^&* !@#$%^&*( !@#$%^&*() 1!2@3#4$ abc!@#123 q!w@e#r$ 1q@w3e4r hello123 hello1234 hello12345 hellohello
  helloworld helloworld1 helloworld123 helloworld! hello@123 hellothere hithere1 goodbye1 goodluck goodluck1 goodday1
  goodmorning goodnight thankyou thankyou1 pleaseletmein abracadabra abracadabra1 alakazam swordfish swordfish1 jellybean
  jellybean1 bubbles1 bubbles123 bubblegum pumpkin1 pumpkin123 buttercup scooby12 scoobydoo scoobydoo1 snoopy12
  snoopy123 garfield garfield1 mickey12 mickeymouse minniemouse donaldduck winniethepooh spongebob spongebob1 simpsons
  homer123 bartsimpson southpark familyguy jamesbond jamesbond007 bond007007 terminator predator gladiator gladiator1
  rocky123 scarface scarface1 godfather warrior1 warriors ninja123 ninjas12 samurai1 pirates1 wizard12 phoenix1
  phoenix123 vampire1 twilight twilight1 zombie12 darkness darkside darkangel blackdragon bluedragon reddragon
  killer12 killer123 killkill hacker12 hacker123 hackme123 gangster gangsta1 badboy12 badgirl1 fuckyou1 fuckyou12
  fuckyou123 fuckyou2 fuckyou! fuckoff1 fuckoff123 fuckthis fuckfuck motherfucker asshole1 asshole123 bullshit bullshit1
  bitch123 bitchass pussycat pussy123 bigdick1 blowjob1 boobies1 penis123 pornstar
  12345678abc 123456789abc 1234567890q 12345qwert 12345qwerty 12345678q 1234567q 123456qw 123456as 123456zx q12345678
  q123456789 qw123456 qwe12345 qwe123456 asd12345 asd123456 zxc12345 zxc123456 z1x2c3v4 m1234567 s1234567 z1234567
  p1234567 abcdefg1 abcdefgh1 abcdefg123 abcdef123 abcdef1234 abcdefghijklmnopqrstuvwxyz aabbccdd aabbcc123 abcabc123
  a1a2a3a4 aaaabbbb aaaa1111 1111aaaa qqqq1111 qqwweerr zzxxccvv wwwwwwww1 5tgb6yhn 4rfv5tgb 7ujm8ik, poiuytrewq
  poiuytre lkjhgfdsa lkjhgfds mnbvcxz1 mnbvcxzlkjhgfdsa 0okm9ijn yuiophjkl trewq54321 ytrewq321 rewq4321
  woaini1314 woaini123 woaini520 5201314520 qq123456 qq123456789 wang1234 zhang123 li123456 asd123asd taobao123
  aq1sw2de3 sakura123 doraemon pikachu1 pikachu123 naruto12 naruto123 sasuke12 onepiece onepiece1 dragonite
  correcthorsebatterystaple correctbatteryhorsestaple horsebatterystaple tr0ub4dor&3 troub4dor3 thisisapassword
  thisismypassword thisisnotapassword thisisasecret mypasswordispassword passwordispassword thisisalongpassword
  longpassword verylongpassword averylongpassword strongpassword strongpassword1 securepassword securepassword1
  supersecret supersecret1 supersecretpassword supersecurepassword myverysecurepassword averysecurepassword
  iloveyouforever iloveyouverymuch iloveyoumorethananything letmeinletmein welcomewelcome passwordpassword1
  passwordpassword123 administratoradministrator qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwertyuiop1234567890
  1234567890qwertyuiop 1qaz2wsx3edc4rfv 1qaz2wsx3edc4rfv5tgb qazwsxedcrfvtgb zaq12wsxcde34rfv 1q2w3e4r5t6y7u8i
  1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8 12345678901234567890 123456789012345 1234567890123456 123456789123456789
  123451234512345 abcdefghijklmno abcdefghijklmnop abc123abc123abc123 asdfghjklzxcvbnm thequickbrownfox
  thequickbrownfoxjumps thequickbrownfoxjumpsoverthelazydog loremipsumdolor loremipsumdolorsitamet tobeornottobe
  tobeornottobethatisthequestion maytheforcebewithyou livelongandprosper onceuponatime twinkletwinkle
  supercalifragilisticexpialidocious jesusismysavior jesuschristislord godisgoodallthetime ilovemyfamily1
  passwordmanager twofactorauthentication
  `
    .trim()
    .split(/\s+/),
)
