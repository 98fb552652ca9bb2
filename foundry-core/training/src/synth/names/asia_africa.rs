//! First and last names of Asia and Africa, in Latin letters.

use super::Culture;

/// Weights are for English, German, French, Spanish, Portuguese, Italian and Dutch texts.
pub(in super::super) const ASIA_AFRICA: &[Culture] = &[
    // North and west India
    Culture {
        weights: [16, 2, 2, 1, 1, 1, 2],
        family_first: false,
        two_last: false,
        first: "Aarav Aditya Ajay Akash Amit Anil Ankit Arjun Ashok Deepak Gaurav Harish Hitesh Jatin Karan Kunal Manish Manoj Mohit Mukesh Naveen Nikhil Nitin Pankaj Pradeep Prakash Rahul Raj Rajesh Rakesh Ravi Rohan Rohit Sachin Sandeep Sanjay Saurabh Shubham Sumit Sunil Suresh Tushar Vijay Vikas Vikram Vinod Vishal Vivek Yash Aarti Aishwarya Ananya Anita Anjali Anushka Archana Asha Bhavna Chitra Deepika Divya Gayatri Geeta Isha Jyoti Kajal Kavita Kiran Komal Lata Madhuri Mamta Meena Megha Monika Namrata Neha Nidhi Nisha Pallavi Payal Pooja Prachi Preeti Priya Priyanka Radhika Rashmi Rekha Renu Ritu Riya Ruchi Sakshi Sangeeta Sapna Shilpa Shreya Shruti Simran Sneha Sonal Sunita Swati Tanvi Usha Vandana Vidya Harpreet Gurpreet Manpreet Jaspreet Navjot Balwinder Amarjit Sukhdeep Dhruv Hardik Jignesh Bhavesh Nilesh Ketan Mitali Hetal Falguni",
        last: "Sharma Verma Gupta Singh Kumar Patel Shah Mehta Joshi Desai Trivedi Pandya Agarwal Aggarwal Jain Bansal Goyal Mittal Kapoor Khanna Malhotra Chopra Arora Bhatia Sethi Ahuja Anand Bedi Grewal Gill Sandhu Sidhu Dhillon Kaur Brar Mishra Pandey Tiwari Dubey Shukla Srivastava Saxena Mathur Yadav Chauhan Rathore Thakur Rajput Solanki Parmar Chaudhary Choudhary Kulkarni Deshpande Patil Jadhav Pawar Shinde Gaikwad More Bhosale Kale Sawant Naik Kamat Shetty Bhatt Dave Vyas Amin Parikh Modi Thakkar Lalwani Ahluwalia Oberoi Tandon Bhardwaj Chaturvedi Upadhyay Rawat Negi Bisht",
    },
    // South and east India, Bengal, Sri Lanka, Nepal
    Culture {
        weights: [12, 1, 1, 0, 1, 1, 1],
        family_first: false,
        two_last: false,
        first: "Venkatesh Srinivas Ramesh Ganesh Karthik Kartik Senthil Murugan Balaji Arun Prasad Sridhar Krishna Raghavan Subramaniam Anand Dinesh Harsha Kiran Lokesh Madhav Naresh Praveen Raghu Sathish Sriram Surya Vasanth Vignesh Lakshmi Saraswathi Meenakshi Padma Kavitha Deepa Divya Gowri Janaki Kamala Latha Malini Nandini Nithya Pavithra Radha Ramya Revathi Sandhya Shanthi Sowmya Subha Sujatha Swathi Uma Vani Yamuna Aniruddha Arnab Debashish Partha Saikat Sourav Subrata Tapan Ananya Debjani Moumita Paromita Rituparna Sharmila Sudipta Tanushree Nuwan Chaminda Kasun Dilshan Ishara Nadeesha Sanduni Tharushi Bishnu Sujan Prakash Binod Sabina Kabita Anuradha Asanka",
        last: "Iyer Iyengar Nair Menon Pillai Reddy Rao Naidu Krishnan Subramanian Venkataraman Ramachandran Balasubramanian Natarajan Rajagopalan Srinivasan Narayanan Swaminathan Raghunathan Murthy Gowda Hegde Bhat Kamath Prabhu Acharya Chandrasekhar Varma Kurup Panicker Thomas Varghese Kuriakose Mathew Chacko Banerjee Chatterjee Mukherjee Ganguly Bose Ghosh Sen Das Dutta Roy Sarkar Chakraborty Bhattacharya Majumdar Saha Mondal Mohanty Panda Patnaik Perera Fernando Silva Jayawardena Wickramasinghe Bandara Dissanayake Gunawardena Rajapaksa Senanayake Shrestha Gurung Tamang Thapa Adhikari Poudel Karki Rana Magar",
    },
    // Pakistan, Bangladesh, Afghanistan, Iran
    Culture {
        weights: [9, 4, 1, 1, 0, 1, 2],
        family_first: false,
        two_last: false,
        first: "Muhammad Mohammed Mohammad Ahmed Ali Hassan Hussain Usman Umar Bilal Imran Faisal Kamran Adnan Asad Fahad Hamza Junaid Kashif Naveed Nadeem Omar Rizwan Saad Salman Shahid Tariq Waqas Zain Zubair Ayesha Fatima Zainab Maryam Hira Sana Amna Bushra Farah Humaira Iqra Javeria Kiran Maham Nadia Noor Rabia Rukhsana Saima Samina Shazia Sidra Sumaira Tahira Uzma Zara Tanvir Shakib Mushfiqur Tamim Nasrin Shirin Farhana Rahima Sultana Reza Hossein Mehdi Amir Arash Babak Behrouz Dariush Farhad Kourosh Navid Omid Parviz Saeed Siavash Azadeh Bahar Elham Fereshteh Golnaz Laleh Leila Mahsa Maryam Mina Nasrin Negar Niloofar Parisa Roya Sahar Shirin Soraya Yasaman Ahmad_Shah Gul Najib Zarmina Wahid",
        last: "Khan Ahmed Malik Hussain Shah Iqbal Butt Chaudhry Qureshi Sheikh Siddiqui Ansari Mirza Raja Javed Akhtar Aslam Bhatti Dar Farooq Gilani Hashmi Jamil Kazmi Lodhi Mahmood Mughal Naqvi Niazi Rana Rashid Rehman Saleem Sattar Tahir Usmani Warraich Yousaf Zafar Rahman Islam Hossain Chowdhury Miah Begum Khatun Uddin Alam Karim Haque Talukder Ahmadi Hosseini Mohammadi Karimi Rezaei Moradi Jafari Rahimi Tehrani Shirazi Esfahani Farahani Ghorbani Hashemi Kazemi Mousavi Nazari Sadeghi Zand Khorasani Afshar Durrani Popal Noorzai Stanekzai",
    },
    // Arabic
    Culture {
        weights: [10, 5, 8, 1, 1, 2, 5],
        family_first: false,
        two_last: false,
        first: "Mohamed Mohammed Ahmed Ali Omar Youssef Yusuf Ibrahim Khaled Khalid Mahmoud Mustafa Hassan Hussein Karim Tarek Tariq Sami Samir Nabil Walid Waleed Ziad Fadi Rami Bassam Hani Jamal Marwan Nasser Rashid Saif Sultan Faisal Abdullah Abdulrahman Abdelaziz Anas Ayman Bilal Hamza Ismail Jaber Kareem Majid Mazen Nader Osama Qasim Saeed Talal Yasser Yassine Zakaria Rachid Hicham Mehdi Nabil Soufiane Fatima Aisha Aicha Mariam Maryam Khadija Zainab Amina Layla Leila Noor Nour Hana Huda Salma Samira Yasmin Yasmine Rania Dina Dalia Heba Iman Jamila Karima Lina Maha Mona Nadia Najwa Rana Reem Ruba Sahar Salwa Sara Shaima Suad Wafa Zahra Hafsa Malak Farida Ghada Houda Naima Latifa Soumaya Abd_al-Rahman Abu_Bakr Umm_Kulthum Abdul_Aziz",
        last: "Al-Masri Al-Hassan Al-Rashid Al-Sayed Al-Farsi Al-Khatib Al-Najjar Al-Qahtani Al-Otaibi Al-Ghamdi Al-Harbi Al-Zahrani Al-Shehri Al_Mansoori Al_Maktoum Al_Suwaidi El-Sayed El_Amrani El_Idrissi El-Baz El_Khoury Haddad Khoury Nasser Saleh Mansour Hamdan Ibrahim Ismail Mahmoud Said Abdallah Abdelrahman Abdelkader Farouk Fawzi Ghanem Habib Hakim Hariri Hijazi Issa Jaber Kanaan Kassem Khalil Kabbani Maalouf Masoud Mikhail Nassar Odeh Qasim Rahal Sabbagh Salameh Sarraf Shaheen Shami Suleiman Tahan Tawfiq Wahbi Yassin Zayed Zidan Benali Bouazza Benjelloun Bennani Chaoui Cherkaoui Daoudi Fassi Haddadi Idrissi Kadiri Lahlou Mansouri Naciri Ouali Rahmani Saidi Tazi Ziani Belkacem Bouchareb Hamidi Meziane Trabelsi Gharbi Jaziri Ben_Ali Ben_Salah Ait_Ahmed ibn_Rashid Abu_Zayd",
    },
    // Hebrew
    Culture {
        weights: [4, 1, 1, 1, 0, 0, 1],
        family_first: false,
        two_last: false,
        first: "Noam Itai Yosef Moshe David Avraham Yaakov Uri Eitan Amit Yonatan Daniel Ariel Omer Guy Tal Gal Nir Ran Shai Eyal Oren Ronen Dov Shlomo Mordechai Menachem Tamar Noa Shira Maya Yael Avigail Adi Michal Rivka Sarah Rachel Chana Esther Hila Inbal Keren Liat Orly Ronit Sharon Sigal Tali Ayelet Moran Efrat Bracha Chaya Zvi Yitzhak",
        last: "Cohen Levi Levy Mizrahi Peretz Biton Dahan Avraham Friedman Malka Azoulay Katz Yosef Amar Ohayon Hadad Gabay Ben-David Ben-Ami Bar-Lev Shapira Goldberg Goldstein Rosenberg Rosen Weiss Klein Segal Shalom Barak Carmeli Edri Elbaz Golan Harari Kaplan Landau Nachmani Navon Peled Regev Sasson Tal Vaknin Yadin Zamir Rabinowitz Horowitz Feldman Lieberman Schwartz Grossman",
    },
    // Chinese, romanised
    Culture {
        weights: [11, 2, 2, 1, 1, 2, 2],
        family_first: true,
        two_last: false,
        first: "Wei Fang Min Jing Li Lei Yan Jun Yang Yong Juan Jie Xia Ming Ping Gang Hui Hong Hao Tao Qiang Bo Bin Chao Chen Cheng Dan Feng Guang Hai Han Heng Jia Jian Jing_Yi Kai Kun Lan Lin Ling Long Mei Na Ning Peng Qian Qing Rong Rui Shan Shu Ting Tong Wen Xiang Xiaoling Xiaoming Xiaoyan Xin Xiu Xue Ying Yifan Yi Ying Yu Yuan Yue Yun Zhen Zheng Zhi Zihan Zixuan Ziyi Haoran Yuxuan Junjie Weiming Jiahao Meiling Guoqiang Zhiqiang Ka-Ming Wai-Lam Siu-Ming Mei-Ling Chia-Hao Yi-Chen Kenny Jacky Vivian Winnie Eason Fiona Candy Jasper",
        last: "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Tang Song Han Feng Deng Cao Peng Zeng Xiao Tian Dong Yuan Pan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Jiang Cui Zhong Tan Wong Chan Cheung Lau Lam Ng Leung Ho Kwok Tsang Yeung Chow Yip Tam Fung Mak Lo Kwan Poon Chiu Hui Ong Goh Lim Teo Koh Chua Tay Hsu Tsai Hsieh Chiang Kuo Liao",
    },
    // Japanese, romanised
    Culture {
        weights: [6, 2, 2, 1, 2, 1, 1],
        family_first: true,
        two_last: false,
        first: "Hiroshi Takashi Kenji Satoshi Makoto Akira Haruto Yuto Sota Ren Kaito Riku Daiki Shota Kenta Takumi Naoki Tatsuya Yuki Kazuki Ryota Shinji Koji Masato Hideki Noboru Isamu Osamu Tetsuya Yusuke Yoko Keiko Kazuko Sachiko Hiroko Yumi Yuko Akiko Naoko Emi Mai Aoi Sakura Hina Yui Mio Rin Misaki Nanami Haruka Ayaka Chihiro Eriko Fumiko Hitomi Junko Kana Mariko Megumi Michiko Natsuki Reiko Saori Tomoko Yoshiko Asuka",
        last: "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Yamaguchi Matsumoto Inoue Kimura Hayashi Shimizu Yamazaki Mori Abe Ikeda Hashimoto Ishikawa Yamashita Ogawa Ishii Hasegawa Goto Okada Kondo Maeda Fujita Endo Aoki Sakamoto Murakami Ota Kaneko Fujii Fukuda Nishimura Miura Takeuchi Nakagawa Okamoto Matsuda Harada Nakano Ono Tamura Fujiwara Morita Ueda Shibata Kudo Miyazaki Uchida Takagi Ando Taniguchi Kojima Imai Kono Sakai Yokoyama Oishi Nomura",
    },
    // Korean, romanised
    Culture {
        weights: [6, 1, 1, 1, 1, 1, 1],
        family_first: true,
        two_last: false,
        first: "Min-jun Seo-jun Ji-ho Do-yun Joon-ho Hyun-woo Sung-min Jae-hyun Young-soo Kyung-ho Sang-hoon Dong-hyun Tae-yang Jin-woo Ki-tae Seo-yeon Ji-woo Seo-hyun Min-seo Ha-eun Ji-yoon Soo-jin Eun-ji Hye-jin Mi-kyung Young-hee Sun-hee Yoo-jung Bo-ram Da-eun Minjun Jihoon Jiwoo Hyunjin Sooyoung Yuna Haneul Eunice Jisoo Seungho Kyuhyun Taehyung Minji Hyejin Dongwook Junho Sora Nari",
        last: "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Hong Jeon Ko Moon Son Yang Bae Baek Heo Nam Shim Noh Ha Joo Koo Min Yoo Na Eom Bang Pyo",
    },
    // Vietnamese, Thai, Khmer, Lao
    Culture {
        weights: [8, 2, 3, 0, 0, 0, 1],
        family_first: true,
        two_last: false,
        first: "Anh Minh Huy Khoa Long Nam Phuc Quang Quan Son Thanh Thien Tien Trung Tuan Viet Vinh Duc Dung Hieu Hung Khanh Kiet Linh Loan Mai My Nga Ngan Ngoc Nhi Nhung Phuong Quynh Thao Thi Thu Thuy Trang Trinh Tuyet Uyen Vy Yen Bao Cuong Dat Hai Hoa Hoang Huong Lan Lien Hồng Hương Phương Thảo Tuấn Đức Dũng Hiếu Nguyệt Van_Anh Thi_Mai Somchai Somsak Prasert Nattapong Kittisak Anong Malee Siriporn Suda Wanida Nok Ploy Sopheap Dara Rithy Bopha Sokha Khamla Bounmy Thongchai Chaiwat Pimchanok Apinya",
        last: "Nguyen Nguyễn Tran Trần Le Lê Pham Phạm Hoang Hoàng Huynh Phan Vu Vo Võ Dang Đặng Bui Bùi Do Đỗ Ho Ngo Duong Ly Dinh Truong Mai Lam Luong Trinh Doan Cao To Ta Quach Chaiyasit Srisai Wongsakul Suwannarat Thongdee Phromma Saetang Kittikun Boonmee Rattanakosin Charoenphol Sok Chea Heng Keo Sar Phommachanh Sayavong Vongsa",
    },
    // Philippines, Indonesia, Malaysia
    Culture {
        weights: [10, 1, 0, 1, 0, 0, 4],
        family_first: false,
        two_last: false,
        first: "Jose Juan Maria Rodrigo Ferdinand Jejomar Rizal Bong Jun Boyet Dindo Nonoy Ramil Reynaldo Rommel Arnel Jayson Jhun Jericho Jomar Marvin Nestor Noel Edgardo Cherry Maricel Marites Rowena Rosalie Jocelyn Analyn Aileen Charmaine Cherie Divine Girlie Jhoanna Joy Kristine Lovely Liezl Mylene Princess Precious Rhea Sheryl Angelica Bea Budi Agus Bambang Joko Eko Dwi Tri Hendra Rudi Andi Wahyu Rizky Yusuf Dewi Sri Siti Ratna Wulan Indah Putri Rina Yuni Lestari Fitri Ayu Nur Nurul Aisyah Farah Hafiz Amirul Faizal Azlan Zulkifli Syafiq Nadia Siti_Aminah Nurhaliza Mei_Fen Kai_Xiang Suharto Slamet Kadek Ketut Wayan Made Nyoman",
        last: "dela_Cruz Dela_Cruz Reyes Santos Garcia Bautista Ocampo Mendoza Aquino Villanueva Ramos Castillo Rivera Flores Tolentino Pangilinan Macaraeg Manalo Dimaculangan Magsaysay Panganiban Salonga Batungbakal Catacutan Lacson Evangelista Soriano Mercado Cabrera Natividad Dimaguiba Santoso Wijaya Kurniawan Setiawan Hidayat Saputra Nugroho Susanto Gunawan Halim Siregar Simanjuntak Hutapea Nasution Pratama Wibowo Hartono Suryadi Permata Rahayu Utami bin_Abdullah binti_Hassan Ismail Abdul_Rahman Yusof Othman Mohd_Noor Rahim Zainal Hamid Hakim Ariffin Salleh Razak",
    },
    // West Africa
    Culture {
        weights: [10, 1, 4, 0, 2, 1, 1],
        family_first: false,
        two_last: false,
        first: "Chinedu Emeka Ikechukwu Obinna Chukwuma Kelechi Uche Nnamdi Ifeanyi Chidi Tobenna Ngozi Chioma Adaeze Ifeoma Nneka Amarachi Chiamaka Oluchi Adanna Obiageli Oluwaseun Babatunde Adebayo Olumide Femi Tunde Segun Kunle Ayodele Gbenga Dayo Folake Yetunde Bukola Titilayo Abimbola Funmilayo Temitope Omotola Adunni Morenike Musa Aliyu Ibrahim Sani Abubakar Yakubu Hauwa Aisha Zainab Halima Kwame Kofi Kwaku Yaw Kwabena Kojo Akosua Ama Abena Efua Adwoa Esi Afia Nana Mamadou Moussa Ousmane Ibrahima Abdoulaye Cheikh Amadou Modou Souleymane Bakary Fatou Aminata Mariama Awa Ndeye Khady Aissatou Rokhaya Binta Sekou Lamine Boubacar Kadiatou Oumou Koffi Yao Kouassi Adjoua Aya Amenan Blessing Goodluck Sunday Godwin Patience Comfort Peace Endurance",
        last: "Okafor Okeke Okonkwo Nwosu Eze Obi Igwe Nwachukwu Onyeka Chukwu Anyanwu Ibe Okoro Uzoma Adeyemi Adebayo Ogunleye Oyelaran Balogun Afolabi Akinola Ojo Oladipo Olawale Adeleke Fashola Bakare Lawal Bello Abubakar Mohammed Danjuma Yusuf Suleiman Aliyu Mensah Owusu Boateng Asante Osei Appiah Amoah Agyeman Acheampong Ofori Antwi Sarpong Addo Quaye Nkrumah Diallo Diop Ndiaye Fall Sow Ba Sy Gueye Faye Sarr Seck Thiam Traore Traoré Keita Coulibaly Toure Touré Camara Conde Cisse Sissoko Konate Kone Koné Ouattara Kouame Yeboah N'Guessan N'Diaye Sawadogo Ouedraogo Eboué Mbaye",
    },
    // East, central and southern Africa
    Culture {
        weights: [9, 1, 4, 0, 3, 1, 2],
        family_first: false,
        two_last: false,
        first: "Wanjiku Njoroge Kamau Mwangi Kipchoge Otieno Ochieng Achieng Atieno Wambui Nyambura Wairimu Kiptoo Chebet Jepkosgei Baraka Juma Hamisi Neema Rehema Zawadi Asha Mwajuma Salim Abdi Abdullahi Mohamud Halima Hodan Ifrah Sahra Asad Liban Tesfaye Abebe Kebede Dawit Yonas Bekele Haile Selam Tigist Meron Hiwot Almaz Genet Eyerusalem Mulugeta Habtamu Jean-Bosco Emmanuel Innocent Claudine Immaculée Espérance Dieudonné Célestin Okello Akello Mukasa Nakato Babirye Wasswa Tendai Tafadzwa Tapiwa Farai Kudzai Rutendo Chipo Nyasha Blessing Chanda Mutale Bwalya Thabo Sipho Bongani Themba Mandla Nkosi Sibusiso Lungile Nomsa Thandiwe Zanele Lerato Palesa Nthabiseng Naledi Kagiso Refilwe Tshepo Karabo Ayanda Busisiwe Andries Johan Pieter Hennie Annelize Marike Riaan Gerhardus",
        last: "Kamau Mwangi Njoroge Kariuki Kimani Otieno Odhiambo Ouma Ochieng Owino Onyango Wanjiru Kiprotich Cheruiyot Rotich Koech Mutua Musyoka Kilonzo Mbogo Mushi Mwakasege Massawe Nyerere Hassan Abdi Mohamed Farah Warsame Jama Tesfaye Bekele Haile Gebre Tadesse Desta Alemu Girma Wolde Gebremariam Uwimana Mukamana Habimana Niyonzima Nkurunziza Mugabo Mukasa Ssebunya Okello Museveni Byaruhanga Moyo Ncube Sibanda Ndlovu Dube Mpofu Chikwanha Mutasa Banda Phiri Mwale Tembo Zulu Chanda Mulenga Dlamini Nkosi Khumalo Mokoena Mthembu Mahlangu Molefe Naidoo Govender Pillay van_der_Merwe Botha Pretorius Venter du_Toit Coetzee Kruger Nel Steyn le_Roux Mbeki Kabila Tshisekedi Ilunga Kasongo Mbuyi Mukendi dos_Santos Neto",
    },
    // Caucasus and Central Asia
    Culture {
        weights: [4, 2, 1, 0, 0, 0, 1],
        family_first: false,
        two_last: false,
        first: "Giorgi Levan Irakli Zurab Nino Tamar Ketevan Nana Mariam Armen Aram Hayk Tigran Gevorg Narek Anahit Ani Lusine Hasmik Siranush Elchin Rashad Ilham Vugar Aysel Gunay Leyla Sevda Nursultan Askar Daniyar Yerlan Aigerim Ainur Dinara Gulnara Madina Zhanna Bakyt Azamat Nurlan Timur Otabek Jasur Sherzod Dilshod Nodira Gulnora Feruza Malika Zulfiya Firuz Rustam Parvina Batbayar Ganbold Enkhtuya Oyunchimeg",
        last: "Beridze Kapanadze Gelashvili Maisuradze Lomidze Giorgadze Tsiklauri Sargsyan Harutyunyan Hovhannisyan Petrosyan Grigoryan Khachatryan Mkrtchyan Avetisyan Simonyan Aliyev Aliyeva Mammadov Mammadova Hasanov Huseynov Guliyev Ismayilov Nazarbayev Akhmetov Ospanov Suleimenova Nurpeisova Zhumabayev Abdrakhmanova Karimov Yusupov Rakhimov Tursunov Umarov Sultanova Mirzoyev Saidov Rahmonov Toktogulov Bat-Erdene Ganbaatar",
    },
];
