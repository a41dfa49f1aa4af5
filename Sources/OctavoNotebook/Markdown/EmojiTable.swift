/// The codes of emoji that people write: one or more codes, then their character.
enum EmojiTable {
  static let characters: [String: String] = {
    var characters: [String: String] = [:]
    for line in lines.split(separator: "\n") {
      var codes: [String] = []
      for word in line.split(separator: " ") {
        if word.first?.isASCII == true {
          codes.append(String(word))
        } else {
          for code in codes { characters[code] = String(word) }
          codes = []
        }
      }
    }
    return characters
  }()

  private static let lines = """
    smile 😄 smiley 😃 grinning 😀 grin 😁 laughing satisfied 😆 joy 😂 rofl 🤣 blush 😊 innocent 😇
    slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 relieved 😌 heart_eyes 😍 kissing_heart 😘
    yum 😋 stuck_out_tongue 😛 stuck_out_tongue_winking_eye 😜 zany_face 🤪 sunglasses 😎 nerd_face 🤓
    star_struck 🤩 partying_face 🥳 smirk 😏 unamused 😒 disappointed 😞 pensive 😔 worried 😟
    confused 😕 slightly_frowning_face 🙁 frowning_face ☹️ persevere 😣 confounded 😖 tired_face 😫
    weary 😩 cry 😢 sob 😭 triumph 😤 angry 😠 rage pout 😡 exploding_head 🤯 flushed 😳 scream 😱
    fearful 😨 cold_sweat 😰 sweat 😓 hugs 🤗 thinking 🤔 shushing_face 🤫 neutral_face 😐
    expressionless 😑 no_mouth 😶 roll_eyes 🙄 grimacing 😬 sleeping 😴 sleepy 😪 mask 😷 dizzy_face 😵
    monocle_face 🧐 sweat_smile 😅 smiling_imp 😈 skull 💀 ghost 👻 alien 👽 robot 🤖 poop hankey 💩
    see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 wave 👋 ok_hand 👌 v ✌️ crossed_fingers 🤞
    point_left 👈 point_right 👉 point_up_2 👆 point_down 👇 point_up ☝️ +1 thumbsup 👍
    -1 thumbsdown 👎 fist ✊ facepunch punch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝
    pray 🙏 writing_hand ✍️ muscle 💪 raised_hand hand ✋ eyes 👀 eye 👁️ brain 🧠 ear 👂 lips 👄
    bust_in_silhouette 👤 busts_in_silhouette 👥 baby 👶 boy 👦 girl 👧 man 👨 woman 👩 student 🧑‍🎓
    teacher 🧑‍🏫 scientist 🧑‍🔬 technologist 🧑‍💻 detective 🕵️ mage 🧙 shrug 🤷 facepalm 🤦
    running runner 🏃 walking 🚶 heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙
    purple_heart 💜 black_heart 🖤 broken_heart 💔 sparkling_heart 💖 two_hearts 💕 boom collision 💥
    dizzy 💫 sweat_drops 💦 dash 💨 speech_balloon 💬 thought_balloon 💭 zzz 💤 anger 💢 100 💯 fire 🔥
    sparkles ✨ star ⭐ star2 🌟 zap ⚡ tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆
    medal_sports 🏅 1st_place_medal 🥇 2nd_place_medal 🥈 3rd_place_medal 🥉 dart 🎯 game_die 🎲
    jigsaw 🧩 art 🎨 performing_arts 🎭 musical_note 🎵 notes 🎶 guitar 🎸 movie_camera 🎥 clapper 🎬
    video_game 🎮 slot_machine 🎰 crystal_ball 🔮 soccer ⚽ dog 🐶 cat 🐱 mouse 🐭 rabbit 🐰 fox_face 🦊
    bear 🐻 panda_face 🐼 koala 🐨 tiger 🐯 lion 🦁 cow 🐮 pig 🐷 frog 🐸 monkey 🐒 monkey_face 🐵
    chicken 🐔 penguin 🐧 bird 🐦 owl 🦉 eagle 🦅 duck 🦆 parrot 🦜 bee honeybee 🐝 bug 🐛 ant 🐜
    butterfly 🦋 snail 🐌 beetle 🐞 snake 🐍 turtle 🐢 octopus 🐙 squid 🦑 crab 🦀 fish 🐟 whale 🐳
    dolphin 🐬 elephant 🐘 sloth 🦥 llama 🦙 horse 🐴 unicorn 🦄 dragon 🐉 t-rex 🦖 sauropod 🦕
    seedling 🌱 evergreen_tree 🌲 deciduous_tree 🌳 palm_tree 🌴 cactus 🌵 herb 🌿 four_leaf_clover 🍀
    maple_leaf 🍁 fallen_leaf 🍂 mushroom 🍄 sunflower 🌻 rose 🌹 tulip 🌷 cherry_blossom 🌸 bouquet 💐
    earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 globe_with_meridians 🌐 full_moon 🌕 new_moon 🌑
    crescent_moon 🌙 sunny ☀️ partly_sunny ⛅ cloud ☁️ rainbow 🌈 umbrella ☔ snowflake ❄️ snowman ⛄
    ocean 🌊 droplet 💧 volcano 🌋 apple 🍎 green_apple 🍏 banana 🍌 lemon 🍋 watermelon 🍉 grapes 🍇
    strawberry 🍓 cherries 🍒 peach 🍑 pineapple 🍍 tomato 🍅 avocado 🥑 carrot 🥕 corn 🌽 hot_pepper 🌶️
    bread 🍞 cheese 🧀 egg 🥚 hamburger 🍔 pizza 🍕 cookie 🍪 cake 🍰 birthday 🎂 candy 🍬 doughnut 🍩
    popcorn 🍿 coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 champagne 🍾 cocktail 🍸 car red_car 🚗
    taxi 🚕 bus 🚌 truck 🚚 tractor 🚜 bike 🚲 train 🚋 bullettrain_side 🚄 airplane ✈️ rocket 🚀
    flying_saucer 🛸 helicopter 🚁 ship 🚢 boat sailboat ⛵ anchor ⚓ construction 🚧
    vertical_traffic_light 🚦 checkered_flag 🏁 triangular_flag_on_post 🚩 white_flag 🏳️ house 🏠
    office 🏢 hospital 🏥 school 🏫 factory 🏭 mountain ⛰️ tent ⛺ world_map 🗺️ compass 🧭 watch ⌚
    iphone 📱 computer 💻 keyboard ⌨️ desktop_computer 🖥️ printer 🖨️ floppy_disk 💾 cd 💿 dvd 📀
    minidisc 💽 battery 🔋 electric_plug 🔌 bulb 💡 flashlight 🔦 camera 📷 tv 📺 radio 📻
    telephone phone ☎️ satellite 📡 hourglass ⌛ hourglass_flowing_sand ⏳ alarm_clock ⏰
    stopwatch ⏱️ timer_clock ⏲️ mag 🔍 mag_right 🔎 microscope 🔬 telescope 🔭 test_tube 🧪
    petri_dish 🧫 dna 🧬 alembic ⚗️ thermometer 🌡️ pill 💊 syringe 💉 magnet 🧲 abacus 🧮
    balance_scale ⚖️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ nut_and_bolt 🔩 gear ⚙️ link 🔗
    chains ⛓️ toolbox 🧰 axe 🪓 scissors ✂️ key 🔑 lock 🔒 unlock 🔓 shield 🛡️ bomb 💣 broom 🧹
    package 📦 mailbox 📫 email envelope ✉️ inbox_tray 📥 outbox_tray 📤 incoming_envelope 📨
    memo pencil 📝 pencil2 ✏️ black_nib ✒️ paintbrush 🖌️ crayon 🖍️ book open_book 📖 books 📚
    closed_book 📕 green_book 📗 blue_book 📘 orange_book 📙 notebook 📓 ledger 📒 page_facing_up 📄
    page_with_curl 📃 scroll 📜 newspaper 📰 bookmark 🔖 label 🏷️ clipboard 📋 calendar 📆 date 📅
    card_index 📇 file_folder 📁 open_file_folder 📂 chart_with_upwards_trend 📈
    chart_with_downwards_trend 📉 bar_chart 📊 pushpin 📌 round_pushpin 📍 paperclip 📎
    straight_ruler 📏 triangular_ruler 📐 wastebasket 🗑️ moneybag 💰 dollar 💵 euro 💶 credit_card 💳
    gem 💎 bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 mute 🔇 sound 🔉 speaker 🔈 white_check_mark ✅
    heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎
    heavy_multiplication_x ✖️ heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_division_sign ➗
    question ❓ grey_question ❔ exclamation heavy_exclamation_mark ❗ grey_exclamation ❕
    bangbang ‼️ interrobang ⁉️ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 stop_sign 🛑
    rotating_light 🚨 radioactive ☢️ biohazard ☣️ information_source ℹ️ recycle ♻️ infinity ♾️
    copyright ©️ registered ®️ tm ™️ sos 🆘 new 🆕 free 🆓 up 🆙 cool 🆒 ok 🆗 id 🆔 top 🔝 soon 🔜 on 🔛
    back 🔙 end 🔚 arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️
    arrow_lower_right ↘️ arrow_upper_left ↖️ arrow_lower_left ↙️ arrow_up_down ↕️
    left_right_arrow ↔️ arrow_right_hook ↪️ leftwards_arrow_with_hook ↩️
    arrows_counterclockwise 🔄 arrows_clockwise 🔃 repeat 🔁 twisted_rightwards_arrows 🔀
    arrow_forward ▶️ fast_forward ⏩ rewind ⏪ pause_button ⏸️ stop_button ⏹️ red_circle 🔴
    orange_circle 🟠 yellow_circle 🟡 green_circle 🟢 large_blue_circle 🔵 purple_circle 🟣
    black_circle ⚫ white_circle ⚪ red_square 🟥 orange_square 🟧 yellow_square 🟨 green_square 🟩
    blue_square 🟦 purple_square 🟪 black_large_square ⬛ white_large_square ⬜ small_red_triangle 🔺
    small_blue_diamond 🔹 large_blue_diamond 🔷 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣
    six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 1234 🔢 abc 🔤 hash #️⃣
    """
}
